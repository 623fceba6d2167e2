import '@fastify/cookie'; // its types add cookies to requests and replies
import { CSRF_HEADER, KwError, ROLES, type Role } from '@kringwijzer/contract';
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { NewSession, People, Session } from '../core/people.ts';

/** Who may use a route: a person of at least this role, the kiosk, anybody signed in, or everybody. */
export type Access = Role | 'kiosk' | 'signed-in' | 'everybody';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    session: Session | undefined;
  }
}

/** Options of a route: who may use it, beside its schema. A route without them is not served. */
export const route = <S extends FastifySchema>(access: Access, schema: S): { config: { access: Access }; schema: S } => ({
  config: { access },
  schema,
});

const COOKIE = 'kw_session';
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** True when a session may use a route of this access. The kiosk stands beside the ladder of people. */
export function isAllowed(session: Session, access: Access): boolean {
  if (access === 'everybody' || access === 'signed-in') return true;
  if (session.role === 'kiosk' || access === 'kiosk') return session.role === access;
  return ROLES.indexOf(session.role) >= ROLES.indexOf(access);
}

/** The session token a request carries; empty when it has none. */
export const tokenOf = (request: FastifyRequest): string => (request.cookies[COOKIE] ?? '').slice(0, 64);

/** Lets a request through to its route, before its body is read. Throws KW_NOT_SIGNED_IN, KW_FORBIDDEN or KW_CSRF. */
export function checkAccess(people: People, request: FastifyRequest): void {
  const { access } = request.routeOptions.config;
  if (access === undefined) throw new TypeError('a route has no access rule');
  if (access === 'everybody') {
    if (!SAFE_METHODS.includes(request.method)) requireOwnOrigin(request);
    return;
  }
  const session = people.session(tokenOf(request));
  if (session === undefined) throw new KwError('KW_NOT_SIGNED_IN');
  if (!isAllowed(session, access)) throw new KwError('KW_FORBIDDEN', { role: session.role });
  if (!SAFE_METHODS.includes(request.method) && request.headers[CSRF_HEADER] !== session.csrf) throw new KwError('KW_CSRF');
  request.session = session;
}

/** The session of a request that passed `checkAccess`. */
export function sessionIn(request: FastifyRequest): Session {
  if (request.session === undefined) throw new KwError('KW_NOT_SIGNED_IN');
  return request.session;
}

/**
 * Refuses a request that another site's page made, for routes that need no session. Browsers send Origin with every
 * POST; programs that are not browsers send none and carry no cookies to abuse.
 */
function requireOwnOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, host)) throw new KwError('KW_CSRF');
}

/** True when the Origin header names the host the request was sent to. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false; // "null" and other things that are no address
  }
}

/** Puts a new session into the browser's cookie. */
export function setSession(reply: FastifyReply, session: NewSession, secure: boolean): void {
  void reply.setCookie(COOKIE, session.token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: session.maxAgeS });
}

/** Takes the cookie away and returns the token that was in it. */
export function dropSession(request: FastifyRequest, reply: FastifyReply): string | undefined {
  void reply.clearCookie(COOKIE, { path: '/' });
  return request.cookies[COOKIE];
}

import '@fastify/cookie'; // its types add cookies to requests and replies
import { CSRF_HEADER, KwError, ROLES, type Role } from '@kringwijzer/contract';
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { NewSession, People, Session } from '../core/people.ts';
import type { ReaderDoor } from '../core/reader-door.ts';

/**
 * Who may use a route: a person of at least this role, the kiosk, anybody signed in, or everybody. `reader` is any person
 * and the holder of a read token, `figures` those and the kiosk; neither may show anything about a person.
 */
export type Access = Role | 'kiosk' | 'reader' | 'figures' | 'signed-in' | 'everybody';

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

/** Cookie of a browser that is signed in. */
export const SESSION_COOKIE = 'kw_session';
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

const BEARER = /^Bearer +/iu;
const TOKEN_LENGTH = 128;

/** True when a session may use a route of this access. The kiosk and readers stand beside the ladder of people. */
export function isAllowed(session: Session, access: Access): boolean {
  if (access === 'everybody' || access === 'figures') return true;
  if (session.role === 'reader') return access === 'reader';
  if (access === 'signed-in') return true;
  if (session.role === 'kiosk' || access === 'kiosk') return session.role === access;
  return ROLES.indexOf(session.role) >= ROLES.indexOf(access === 'reader' ? 'viewer' : access);
}

/** The session token a request carries; empty when it has none. */
export const tokenOf = (request: FastifyRequest): string => (request.cookies[SESSION_COOKIE] ?? '').slice(0, 64);

/** Who asks: the holder of a read token, else the session of the cookie. Throws KW_NOT_SIGNED_IN, KW_TOKEN_INVALID. */
function sessionOf({ people, readers }: Doors, request: FastifyRequest): Session {
  const { authorization = '' } = request.headers;
  // A token that is given counts, whatever cookie comes with it: a program must learn that its token no longer holds.
  if (BEARER.test(authorization)) return readers(authorization.replace(BEARER, '').slice(0, TOKEN_LENGTH), request.ip);
  const session = people.session(tokenOf(request));
  if (session === undefined) throw new KwError('KW_NOT_SIGNED_IN');
  return session;
}

interface Doors {
  readonly people: People;
  readonly readers: ReaderDoor;
}

/**
 * Lets a request through to its route, before its body is read. Throws KW_NOT_SIGNED_IN, KW_TOKEN_INVALID,
 * KW_RATE_LIMITED, KW_FORBIDDEN or KW_CSRF.
 */
export function checkAccess(doors: Doors, request: FastifyRequest): void {
  const { access } = request.routeOptions.config;
  if (access === undefined) throw new TypeError('a route has no access rule');
  if (access === 'everybody') {
    if (!SAFE_METHODS.includes(request.method)) requireOwnOrigin(request);
    return;
  }
  const session = sessionOf(doors, request);
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
  void reply.setCookie(SESSION_COOKIE, session.token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: session.maxAgeS });
}

/** Takes the cookie away and returns the token that was in it. */
export function dropSession(request: FastifyRequest, reply: FastifyReply): string | undefined {
  void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  return request.cookies[SESSION_COOKIE];
}

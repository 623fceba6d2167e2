import {
  acceptInviteRequestSchema,
  enrolRequestSchema,
  enrolResponseSchema,
  KwError,
  kioskSessionRequestSchema,
  type Me,
  meSchema,
  roleSchema,
  signInRequestSchema,
} from '@kringwijzer/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createLockout } from '../core/back-off.ts';
import { browserWords } from '../core/browser-words.ts';
import type { Session } from '../core/people.ts';
import type { ApiDeps } from './api-deps.ts';
import { dropSession, route, sessionIn, setSession } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['access'];
const kioskSessionSchema = z.strictObject({ kiosk: z.string(), csrf: z.string() });
/** What a page is told of whom it serves; `language` is empty while the person chose none. */
export const meOf = ({ name, role, csrf, how }: Session, language: string): Me => ({
  name,
  role: roleSchema.parse(role),
  csrf,
  language,
  ...(how && { how }),
});
/** The browser of a request, in the words its owner knows it by. */
const deviceOf = (request: FastifyRequest): string => browserWords(request.headers['user-agent'] ?? '');

const signIn = route('everybody', { tags, summary: 'Sign in', body: signInRequestSchema, response: { 200: meSchema } });
const signOut = route('signed-in', { tags, summary: 'Sign out', response: { 204: z.null() } });
const me = route('viewer', { tags, summary: 'Who am I', response: { 200: meSchema } });
const acceptInvite = route('everybody', {
  tags,
  summary: 'Become a member with an invite',
  body: acceptInviteRequestSchema,
  response: { 200: meSchema },
});
const kioskSession = route('everybody', {
  tags,
  summary: 'Open the session of a kiosk with its token',
  body: kioskSessionRequestSchema,
  response: { 200: kioskSessionSchema },
});
const enrol = route('everybody', {
  tags,
  summary: 'Credential of a node for a one-time code',
  body: enrolRequestSchema,
  response: { 200: enrolResponseSchema },
});

/** Getting in and out: people, the kiosk and nodes. */
export function accessRoutes(app: ApiServer, deps: ApiDeps): void {
  const { people, machines, config, nowMs } = deps;
  const languageOf = ({ name }: Session): string => deps.work?.roster.languageOf(name) ?? '';
  // Tokens and codes cannot be guessed, but trying should cost time all the same.
  const lockout = createLockout();
  /** Runs an attempt; each failure makes the next one from the same address wait longer. */
  const attempt = async <T>(from: string, run: () => T | Promise<T>): Promise<T> => {
    const wait = lockout.waitMs(from, nowMs());
    if (wait > 0) throw new KwError('KW_LOCKED_OUT', { waitS: Math.ceil(wait / 1_000) });
    lockout.fail(from, nowMs());
    const result = await run();
    lockout.clear(from);
    return result;
  };

  app.post('/sign-in', signIn, async (request, reply) => {
    const session = await people.signIn({ ...request.body, from: request.ip, device: deviceOf(request) });
    setSession(reply, session, deps.secureCookies);
    return meOf(session, languageOf(session));
  });

  app.post('/sign-out', signOut, async (request, reply) => {
    const token = dropSession(request, reply);
    if (token !== undefined) people.signOut(token);
    return reply.code(204).send(null);
  });

  app.get('/me', me, (request) => meOf(sessionIn(request), languageOf(sessionIn(request))));

  app.post('/invites/accept', acceptInvite, async (request, reply) => {
    const session = await attempt(request.ip, () => people.acceptInvite({ ...request.body, device: deviceOf(request) }));
    setSession(reply, session, deps.secureCookies);
    return meOf(session, languageOf(session));
  });

  app.post('/kiosk/session', kioskSession, async (request, reply) => {
    const session = await attempt(request.ip, () => {
      const kiosk = machines.kioskOf(request.body.token);
      if (kiosk === undefined) throw new KwError('KW_SIGN_IN_FAILED');
      return people.openKioskSession(kiosk);
    });
    setSession(reply, session, deps.secureCookies);
    return { kiosk: session.name, csrf: session.csrf };
  });

  app.post('/enrol', enrol, async (request) => {
    const credential = await attempt(request.ip, () => machines.enrol(request.body));
    return { site: config.site.id, node: request.body.node, ...credential, ...deps.enrolment(request) };
  });
}

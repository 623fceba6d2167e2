import { KwError, meSchema, pinSignInRequestSchema, tabletInfoSchema, tabletRequestSchema, tabletSchema } from '@kringwijzer/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { browserWords } from '../core/browser-words.ts';
import { meOf } from './access-routes.ts';
import type { WorkDeps } from './api-deps.ts';
import { route, sessionIn, setSession } from './guard.ts';
import type { ApiServer } from './server-type.ts';

/** Cookie of a shared tablet; it outlives the sessions of those who use it. */
const TABLET_COOKIE = 'kw_tablet';
const TABLET_DAYS = 400;

const tags = ['people'];
const done = { 204: z.null() };
const look = route('everybody', { tags, summary: 'Is this a shared tablet, and who may use a PIN on it', response: { 200: tabletSchema } });
const pinSignIn = route('everybody', {
  tags,
  summary: 'Sign in with a PIN, on a shared tablet only; as staff at most, for four hours',
  body: pinSignInRequestSchema,
  response: { 200: meSchema },
});
const make = route('staff', { tags, summary: 'Make this device a shared tablet', body: tabletRequestSchema, response: done });
const forget = route('staff', { tags, summary: 'Make this device an ordinary one again', response: done });
const list = route('admin', { tags, summary: 'Shared tablets', response: { 200: z.array(tabletInfoSchema) } });
const remove = route('admin', {
  tags,
  summary: 'Make a tablet an ordinary device again',
  params: z.strictObject({ id: z.string().max(64) }),
  response: done,
});

const tokenIn = (request: FastifyRequest): string => (request.cookies[TABLET_COOKIE] ?? '').slice(0, 64);

/** Shared tablets, and quick sign-in on them. */
export function tabletRoutes(app: ApiServer, { work: { pinDoor, roster }, secureCookies: secure }: WorkDeps): void {
  app.get('/tablet', look, (request) => pinDoor.look(tokenIn(request)));

  app.post('/pin-sign-in', pinSignIn, async (request, reply) => {
    const device = browserWords(request.headers['user-agent'] ?? '');
    const session = await pinDoor.signIn({ token: tokenIn(request), device, ...request.body });
    setSession(reply, session, secure);
    return meOf(session, roster.languageOf(session.name));
  });

  app.post('/tablet', make, async (request, reply) => {
    const session = sessionIn(request);
    // Who came in by a PIN must not make more doors for PINs.
    if (session.how !== 'password') throw new KwError('KW_FULL_SIGN_IN');
    const token = pinDoor.register(request.body.name, session.name);
    void reply.setCookie(TABLET_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: TABLET_DAYS * 86_400 });
    return reply.code(204).send(null);
  });

  app.post('/tablet/forget', forget, async (request, reply) => {
    pinDoor.forgetThis(tokenIn(request), sessionIn(request).name);
    void reply.clearCookie(TABLET_COOKIE, { path: '/' });
    return reply.code(204).send(null);
  });

  app.get('/tablets', list, () => [...pinDoor.tablets()]);

  app.post('/tablets/:id/forget', remove, async (request, reply) => {
    const { id } = request.params;
    if (!pinDoor.forget(id, sessionIn(request).name)) throw new KwError('KW_NOT_FOUND', { path: `tablet ${id}` });
    return reply.code(204).send(null);
  });
}

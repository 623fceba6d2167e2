import {
  KwError,
  languageRequestSchema,
  personChangeSchema,
  personSchema,
  personSessionSchema,
  pinRequestSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { WorkDeps } from './api-deps.ts';
import { route, sessionIn, tokenOf } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['people'];
const done = { 204: z.null() };
const named = z.strictObject({ name: z.string().min(1).max(64) });
const list = route('admin', { tags, summary: 'People of the site and where they are signed in', response: { 200: z.array(personSchema) } });
const change = route('admin', {
  tags,
  summary: 'Change the role of a person, or switch somebody off; signs that person out everywhere',
  params: named,
  body: personChangeSchema,
  response: done,
});
const signOutOther = route('admin', { tags, summary: 'Sign a person out everywhere', params: named, response: done });
const sessions = route('viewer', { tags, summary: 'Where I am signed in', response: { 200: z.array(personSessionSchema) } });
const end = route('viewer', {
  tags,
  summary: 'End one of my sessions, or `all`',
  params: z.strictObject({ id: z.string().max(64) }),
  response: done,
});
const language = route('viewer', { tags, summary: 'My language', body: languageRequestSchema, response: done });
const pin = route('viewer', { tags, summary: 'Choose my PIN for shared tablets', body: pinRequestSchema, response: done });
const pinDrop = route('viewer', { tags, summary: 'Remove my PIN', response: done });

/** People, where they are signed in, and what each may change of himself. */
export function peopleRoutes(app: ApiServer, deps: WorkDeps): void {
  adminRoutes(app, deps);
  ownRoutes(app, deps);
}

function adminRoutes(app: ApiServer, { work: { roster } }: WorkDeps): void {
  app.get('/people', list, () => [...roster.list()]);

  app.post('/people/:name/change', change, async (request, reply) => {
    roster.change(request.params.name, request.body, sessionIn(request).name);
    return reply.code(204).send(null);
  });

  app.post('/people/:name/end-sessions', signOutOther, async (request, reply) => {
    roster.signOutEverywhere(request.params.name, sessionIn(request).name);
    return reply.code(204).send(null);
  });
}

function ownRoutes(app: ApiServer, { work: { roster, pinDoor } }: WorkDeps): void {
  app.get('/me/sessions', sessions, (request) => [...roster.sessionsOf(sessionIn(request).name, tokenOf(request))]);

  app.post('/me/sessions/:id/end', end, async (request, reply) => {
    const { id } = request.params;
    const { name } = sessionIn(request);
    if (id === 'all') roster.signOutEverywhere(name, name);
    else if (!roster.endSession(name, id)) throw new KwError('KW_NOT_FOUND', { path: `session ${id}` });
    return reply.code(204).send(null);
  });

  app.post('/me/language', language, async (request, reply) => {
    roster.speak(sessionIn(request).name, request.body.language);
    return reply.code(204).send(null);
  });

  app.post('/me/pin', pin, async (request, reply) => {
    await pinDoor.choose({ name: sessionIn(request).name, from: request.ip, ...request.body });
    return reply.code(204).send(null);
  });

  app.post('/me/pin/remove', pinDrop, async (request, reply) => {
    pinDoor.drop(sessionIn(request).name);
    return reply.code(204).send(null);
  });
}

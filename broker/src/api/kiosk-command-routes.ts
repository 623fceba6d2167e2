import { randomUUID } from 'node:crypto';
import { idSchema, KwError, kioskAnswerSchema, kioskCommandSchema, kioskOrderSchema, kioskTaskSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { KioskDesk } from '../core/kiosk-desk.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['kiosk'];
const taskId = kioskCommandSchema.shape.id;
const ofKiosk = z.strictObject({ kiosk: idSchema });
const order = route('coordinator', {
  tags,
  summary: 'Ask a kiosk to load its page anew, make a picture of its screen, or switch the screen',
  params: ofKiosk,
  body: kioskOrderSchema,
  response: { 202: kioskTaskSchema },
});
const task = route('coordinator', {
  tags,
  summary: 'How far a command of a kiosk is',
  params: z.strictObject({ kiosk: idSchema, id: taskId }),
  response: { 200: kioskTaskSchema },
});
const picture = route('coordinator', { tags, summary: 'The last picture of the screen of a kiosk, a JPEG', params: ofKiosk });
const fetched = route('kiosk', {
  tags,
  summary: 'What this kiosk has to do; each command once',
  response: { 200: z.array(kioskCommandSchema) },
});
const answer = route('kiosk', {
  tags,
  summary: 'What came of a command',
  params: z.strictObject({ id: taskId }),
  body: kioskAnswerSchema,
  response: { 204: z.null() },
});

/** Commands from staff to the kiosks, which come and fetch them. */
export function kioskCommandRoutes(app: ApiServer, { machines, audit, nowMs }: Pick<ApiDeps, 'machines' | 'audit' | 'nowMs'>): void {
  const desk = new KioskDesk({ nowMs, newId: randomUUID });

  const requireKiosk = (kiosk: string): void => {
    const isThere = machines
      .list()
      .some(({ username, role, revokedAt }) => username === kiosk && role === 'kiosk' && revokedAt === undefined);
    if (!isThere) throw new KwError('KW_KIOSK_UNKNOWN', { kiosk });
  };

  app.post('/kiosks/:kiosk/command', order, async (request, reply) => {
    const { kiosk } = request.params;
    requireKiosk(kiosk);
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'kiosk command', detail: `${kiosk}: ${request.body.name}` });
    return reply.code(202).send(desk.order(kiosk, request.body.name));
  });

  app.get('/kiosks/:kiosk/command/:id', task, (request) => desk.task(request.params.kiosk, request.params.id));

  app.get('/kiosks/:kiosk/picture', picture, (request, reply) => {
    const found = desk.picture(request.params.kiosk);
    if (found === undefined) throw new KwError('KW_NOT_FOUND', { path: request.url });
    return reply
      .header('content-type', 'image/jpeg')
      .header('last-modified', new Date(found.at).toUTCString())
      .send(Buffer.from(found.jpegBase64, 'base64'));
  });

  app.get('/kiosk/commands', fetched, (request) => [...desk.fetch(sessionIn(request).name)]);

  app.post('/kiosk/commands/:id', answer, async (request, reply) => {
    desk.answer(sessionIn(request).name, request.params.id, request.body);
    return reply.code(204).send(null);
  });
}

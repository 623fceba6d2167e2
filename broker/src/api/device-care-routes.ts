import {
  careNoteRequestSchema,
  careNoteSchema,
  deviceCareRequestSchema,
  deviceIdSchema,
  nodeIdSchema,
  retiredDeviceSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { WorkDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['devices'];
const params = z.strictObject({ node: nodeIdSchema, device: deviceIdSchema });
const done = { 204: z.null() };
const change = route('coordinator', {
  tags,
  summary: 'Rename a device, take it out of use, or bring it back; its history stays',
  params,
  body: deviceCareRequestSchema,
  response: done,
});
const retired = route('viewer', { tags, summary: 'Devices out of use', response: { 200: z.array(retiredDeviceSchema) } });
const notes = route('viewer', {
  tags,
  summary: 'Maintenance log of a device, newest first',
  params,
  response: { 200: z.array(careNoteSchema) },
});
const note = route('staff', { tags, summary: 'Write in the maintenance log', params, body: careNoteRequestSchema, response: done });

/** Care of devices by people. */
export function deviceCareRoutes(app: ApiServer, { work: { care }, audit, nowMs }: WorkDeps): void {
  app.post('/devices/:node/:device/care', change, async (request, reply) => {
    const { node, device } = request.params;
    care.change(node, device, request.body);
    audit.add({
      at: nowMs(),
      actor: sessionIn(request).name,
      action: 'device care',
      detail: `${node}/${device} ${JSON.stringify(request.body)}`,
    });
    return reply.code(204).send(null);
  });

  app.get('/retired-devices', retired, () => [...care.retired()]);

  app.get('/devices/:node/:device/notes', notes, (request) => [...care.notes(request.params.node, request.params.device)]);

  app.post('/devices/:node/:device/notes', note, async (request, reply) => {
    care.note(request.params, sessionIn(request).name, request.body);
    return reply.code(204).send(null);
  });
}

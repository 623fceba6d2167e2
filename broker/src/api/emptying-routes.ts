import {
  bootSchema,
  type EmptyingSummary,
  emptyingNoteSchema,
  emptyingSummarySchema,
  emptyingsQuerySchema,
  nodeIdSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { WorkDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['emptyings'];
const params = z.strictObject({ node: nodeIdSchema, boot: bootSchema, seq: z.coerce.number().pipe(z.int().min(0)) });
const answer = { 200: emptyingSummarySchema };
const list = route('viewer', {
  tags,
  summary: 'The latest emptyings, what staff said of them and their tickets',
  querystring: emptyingsQuerySchema,
  response: { 200: z.array(emptyingSummarySchema) },
});
const confirm = route('staff', {
  tags,
  summary: 'Confirm an emptying the sensors saw',
  params,
  body: emptyingNoteSchema,
  response: answer,
});
const deny = route('staff', { tags, summary: 'Say that nothing was emptied: it no longer counts', params, response: answer });

const idOf = ({ node, boot, seq }: z.output<typeof params>): string => `${node}/${boot}/${seq}`;

/** Emptyings the sensors saw and what staff say of them. */
export function emptyingRoutes(app: ApiServer, { work: { emptyings }, audit, nowMs }: WorkDeps): void {
  const noted = (actor: string, action: string, { id }: EmptyingSummary): void => {
    audit.add({ at: nowMs(), actor, action, detail: id });
  };

  app.get('/emptyings', list, async (request) => [...(await emptyings.list(request.query.limit))]);

  app.post('/emptyings/:node/:boot/:seq/confirm', confirm, async (request) => {
    const { name } = sessionIn(request);
    const said = await emptyings.confirm(idOf(request.params), name, request.body);
    noted(name, 'emptying confirmed', said);
    return said;
  });

  app.post('/emptyings/:node/:boot/:seq/deny', deny, async (request) => {
    const { name } = sessionIn(request);
    const said = await emptyings.deny(idOf(request.params), name);
    noted(name, 'emptying denied', said);
    return said;
  });
}

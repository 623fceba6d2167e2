import { clientIdSchema, KwError, outcomeEntrySchema, outcomeRequestSchema, outcomesQuerySchema } from '@kringwijzer/contract';
import { z } from 'zod';
import type { WorkDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['outcomes'];
const BODY_LIMIT = 2 * 1024 * 1024;
const params = z.strictObject({ client: clientIdSchema });
const answer = { 200: outcomeEntrySchema };
const list = route('viewer', {
  tags,
  summary: 'What pages wrote down since a moment, newest first',
  querystring: outcomesQuerySchema,
  response: { 200: z.array(outcomeEntrySchema) },
});
const write = {
  ...route('staff', {
    tags,
    summary: 'Write down what became of goods; the same client id counts once',
    body: outcomeRequestSchema,
    response: answer,
  }),
  bodyLimit: BODY_LIMIT,
};
const undo = route('staff', { tags, summary: 'Strike out what was written down', params, response: answer });
const photo = route('viewer', { tags, summary: 'The photo of goods, WebP', params });

/** What became of goods, written at the sorting table or the till. */
export function outcomeRoutes(app: ApiServer, { work: { outcomes }, live }: WorkDeps): void {
  app.get('/outcomes', list, (request) => [...outcomes.list(request.query.from)]);

  app.post('/outcomes', write, async (request) => {
    const entry = await outcomes.write(request.body, sessionIn(request).name);
    live.outcomes(outcomes.shares());
    return entry;
  });

  app.post('/outcomes/:client/undo', undo, (request) => {
    const entry = outcomes.undo(request.params.client, sessionIn(request).name);
    live.outcomes(outcomes.shares());
    return entry;
  });

  app.get('/outcomes/:client/photo', photo, (request, reply) => {
    const found = outcomes.photo(request.params.client);
    if (found === undefined) throw new KwError('KW_NOT_FOUND', { path: `photo of ${request.params.client}` });
    return reply.type('image/webp').send(found);
  });
}

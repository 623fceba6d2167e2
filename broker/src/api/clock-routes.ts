import { clockAnswerSchema, clockRequestSchema, KwError, nodeIdSchema, untrustedBootSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import { resolveClock } from '../core/resolve-clock.ts';
import { untrustedBoots } from '../core/untrusted-boots.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['records'];
const params = z.strictObject({ node: nodeIdSchema });
const held = route('viewer', {
  tags,
  summary: 'Starts of a node whose records wait for their true time',
  params,
  response: { 200: z.array(untrustedBootSchema) },
});
const resolve = route('coordinator', {
  tags,
  summary: 'Say how wrong the clock of a node was after one start; its records count from then on',
  params,
  body: clockRequestSchema,
  response: { 200: clockAnswerSchema },
});

/** Records that came with a clock nobody trusts, and the word of a person that sets them right. */
export function clockRoutes(app: ApiServer, { store, live, stream, config, audit, nowMs }: ApiDeps): void {
  const site = config.site.id;

  app.get('/nodes/:node/clock', held, async (request) => [
    ...untrustedBoots(await store.events({ node: request.params.node, untrustedTimeOnly: true })),
  ]);

  app.post('/nodes/:node/clock', resolve, async (request) => {
    const { node } = request.params;
    const { boot, shiftMs, why } = request.body;
    const waiting = (await store.events({ node, untrustedTimeOnly: true })).filter((event) => event.boot === boot).length;
    if (waiting === 0) throw new KwError('KW_NOT_FOUND', { path: `records of ${node}/${boot} that wait for their time` });
    const resolved = await resolveClock(store, { site, node, boot, shiftMs });
    const detail = `${node}/${boot}: ${resolved.length} records by ${shiftMs} ms, ${why}`;
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'clock resolved', detail });
    stream.push(live.records(resolved));
    return { resolved: resolved.length, kept: waiting - resolved.length };
  });
}

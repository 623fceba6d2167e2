import { liveSnapshotSchema, nodeLiveSchema, publicSummarySchema, siteInfoSchema } from '@kringwijzer/contract';
import { z } from 'zod';
import type { ApiDeps } from './api-deps.ts';
import { route } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['live'];
const nodesSchema = z.array(
  nodeLiveSchema.extend({
    connected: z.boolean(),
    completeness: z
      .strictObject({ received: z.int(), missing: z.int(), ratio: z.number().min(0).max(1) })
      .optional()
      .meta({ description: 'Of all this node recorded, what the hub has' }),
  }),
);

/** The picture of now. */
export function liveRoutes(app: ApiServer, { live, config, mqtt, nowMs, completeness, content }: ApiDeps): void {
  app.get('/live', route('viewer', { tags, summary: 'The live picture', response: { 200: liveSnapshotSchema } }), () =>
    live.snapshot(nowMs()),
  );

  app.get('/public/summary', route('figures', { tags, summary: 'Public figures', response: { 200: publicSummarySchema } }), () =>
    live.summary(nowMs(), config.impact),
  );

  app.get('/site', route('figures', { tags, summary: 'The site', response: { 200: siteInfoSchema } }), () => {
    const { id, name, timeZone } = config.site;
    // What the centre published itself is newer than its configuration.
    const openingHours = content?.currentBundle()?.site.hours ?? config.site.openingHours;
    return { id, name, timeZone, impact: config.impact, openingHours };
  });

  app.get('/nodes', route('reader', { tags, summary: 'Nodes and their state', response: { 200: nodesSchema } }), async () => {
    const connected = new Set(mqtt.clients().map((client) => client.username));
    const measured = new Map((await completeness()).map(({ node, received, missing, ratio }) => [node, { received, missing, ratio }]));
    return live.nodes().map((node) => ({ ...node, connected: connected.has(node.node), completeness: measured.get(node.node) }));
  });
}

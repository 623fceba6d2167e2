import {
  idSchema,
  type KioskHealth,
  kioskHealthSchema,
  kioskOpinionRequestSchema,
  kioskStreamRequestSchema,
  topicOf,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { createKioskAnswers } from '../core/kiosk-answers.ts';
import type { MqttHub } from '../ports/mqtt-hub.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import { kioskCommandRoutes } from './kiosk-command-routes.ts';
import type { ApiServer } from './server-type.ts';

type KioskRouteDeps = Pick<ApiDeps, 'config' | 'store' | 'machines' | 'audit' | 'nowMs'> & {
  /** Publishes the life sign for others on MQTT, where there is a broker. */
  readonly mqtt: { readonly publish?: MqttHub['publish'] };
};

const tags = ['kiosk'];
const kioskSeenSchema = z.strictObject({ kiosk: idSchema, receivedAt: z.int(), health: kioskHealthSchema });
const done = { 204: z.null() };
const beat = route('kiosk', { tags, summary: 'Life sign of a kiosk', body: kioskHealthSchema, response: done });
const opinion = route('kiosk', { tags, summary: 'One tap on a face', body: kioskOpinionRequestSchema, response: done });
const stream = route('kiosk', {
  tags,
  summary: 'What the gifts just told were',
  body: kioskStreamRequestSchema,
  response: { 200: z.strictObject({ filed: z.int().min(0) }) },
});
const kiosks = route('viewer', { tags, summary: 'Kiosks and their last life sign', response: { 200: z.array(kioskSeenSchema) } });

/** What a kiosk says: that it lives, what was brought, what a visitor thinks. Taps are kept as sums per hour, nothing finer. */
export function kioskRoutes(app: ApiServer, deps: KioskRouteDeps): void {
  const { config, store, nowMs, mqtt } = deps;
  const site = config.site.id;
  const answers = createKioskAnswers({ store, site, nowMs });
  const seen = new Map<string, { readonly receivedAt: number; readonly health: KioskHealth }>();

  app.post('/kiosk/health', beat, async (request, reply) => {
    const kiosk = sessionIn(request).name;
    seen.set(kiosk, { receivedAt: nowMs(), health: request.body });
    mqtt.publish?.(topicOf({ type: 'kiosk_health', site, kiosk }), JSON.stringify(request.body), { retain: true });
    return reply.code(204).send(null);
  });

  app.get('/kiosk/health', kiosks, () =>
    [...seen].map(([kiosk, last]) => ({ kiosk, ...last })).sort((a, b) => (a.kiosk < b.kiosk ? -1 : 1)),
  );

  app.post('/kiosk/opinion', opinion, async (request, reply) => {
    await answers.opinion(sessionIn(request).name, request.body);
    return reply.code(204).send(null);
  });

  app.post('/kiosk/stream', stream, async (request) => ({ filed: await answers.stream(sessionIn(request).name, request.body) }));

  kioskCommandRoutes(app, deps);
}

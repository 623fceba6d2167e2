import { healthzSchema } from '@kringwijzer/contract';
import type { ApiDeps } from './api-deps.ts';
import type { ApiServer } from './server-type.ts';

const isLocal = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');

/** For service managers and Prometheus: counts and a health word, nothing about people or goods. */
export function operationRoutes(app: ApiServer, { store, counters }: ApiDeps): void {
  const schema = { tags: ['operation'], summary: 'Can the hub store?', response: { 200: healthzSchema, 503: healthzSchema } };
  app.get('/healthz', { schema }, async (request, reply) => {
    const health = await store.admin.health();
    const reason = health.reason !== undefined && isLocal(request.ip) ? { reason: health.reason } : {};
    return reply.code(health.ok ? 200 : 503).send({ ok: health.ok, store: health.ok, ...reason });
  });

  app.get('/metrics', { schema: { tags: ['operation'], summary: 'Metrics in Prometheus text' } }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(counters.text()),
  );
}

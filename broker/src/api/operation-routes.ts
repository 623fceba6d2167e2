import { healthzSchema } from '@kringwijzer/contract';
import type { ApiDeps } from './api-deps.ts';
import type { ApiServer } from './server-type.ts';
import { mirrorStatusOf } from './store-routes.ts';

const isLocal = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip.startsWith('::ffff:127.');

/** For service managers and Prometheus: counts and a health word, nothing about people or goods. */
export function operationRoutes(app: ApiServer, { store, mirror, counters }: ApiDeps): void {
  const schema = { tags: ['operation'], summary: 'Can the hub store?', response: { 200: healthzSchema, 503: healthzSchema } };
  app.get('/healthz', { schema }, async (request, reply) => {
    const health = await store.admin.health();
    const isNear = isLocal(request.ip);
    const reason = health.reason !== undefined && isNear ? { reason: health.reason } : {};
    // A mirror that is behind loses nothing: the hub is well without it.
    const follower = mirror !== undefined && isNear ? { mirror: await mirrorStatusOf(mirror) } : {};
    return reply.code(health.ok ? 200 : 503).send({ ok: health.ok, store: health.ok, ...reason, ...follower });
  });

  app.get('/metrics', { schema: { tags: ['operation'], summary: 'Metrics in Prometheus text' } }, (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(counters.text()),
  );
}

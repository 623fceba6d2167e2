import { type MirrorStatus, storeStatusSchema } from '@kringwijzer/contract';
import type { HubMirror } from '../open-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { route } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const status = route('reader', { tags: ['operation'], summary: 'How the store and its mirror fare', response: { 200: storeStatusSchema } });

/** How a mirror fares, in the words of the API. */
export async function mirrorStatusOf(mirror: HubMirror): Promise<MirrorStatus> {
  const { error, lagMs, ...report } = await mirror.report();
  return { ...report, ok: error === undefined, lagS: Math.round(lagMs / 1_000), ...(error !== undefined && { reason: error }) };
}

/** The store itself, not what is in it. */
export function storeRoutes(app: ApiServer, { store, mirror, config }: ApiDeps): void {
  app.get('/store', status, async () => {
    const { ok, reason } = await store.admin.health();
    return {
      kind: config.store.kind,
      ok,
      ...(reason !== undefined && { reason }),
      ...(mirror !== undefined && { mirror: await mirrorStatusOf(mirror) }),
    };
  });
}

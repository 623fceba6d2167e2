import type { ApiDeps } from './api-deps.ts';
import { emptyingRoutes } from './emptying-routes.ts';
import type { ApiServer } from './server-type.ts';

/** What staff write down beside the sensors, where there is a hub that keeps it. */
export function staffWorkRoutes(app: ApiServer, deps: ApiDeps): void {
  const { work } = deps;
  if (work === undefined) return;
  emptyingRoutes(app, { ...deps, work });
}

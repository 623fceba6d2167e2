import type { ApiDeps } from './api-deps.ts';
import { deviceCareRoutes } from './device-care-routes.ts';
import { emptyingRoutes } from './emptying-routes.ts';
import { outcomeRoutes } from './outcome-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import type { ApiServer } from './server-type.ts';
import { tabletRoutes } from './tablet-routes.ts';

/** What staff write down beside the sensors, where there is a hub that keeps it. */
export function staffWorkRoutes(app: ApiServer, deps: ApiDeps): void {
  const { work } = deps;
  if (work === undefined) return;
  for (const routes of [peopleRoutes, tabletRoutes, emptyingRoutes, outcomeRoutes, deviceCareRoutes]) routes(app, { ...deps, work });
}

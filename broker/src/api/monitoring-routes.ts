import type { ApiDeps } from './api-deps.ts';
import { monitoringFigureRoutes } from './monitoring-figure-routes.ts';
import { monitoringImportRoutes } from './monitoring-import-routes.ts';
import { monitoringJournalRoutes } from './monitoring-journal-routes.ts';
import { monitoringReportRoutes } from './monitoring-report-routes.ts';
import { monitoringScheduleRoutes } from './monitoring-schedule-routes.ts';
import type { ApiServer } from './server-type.ts';

/** From sensor to council report; nothing on a hub without a journal. */
export function monitoringRoutes(app: ApiServer, deps: ApiDeps): void {
  const { monitoring } = deps;
  if (monitoring === undefined) return;
  monitoringFigureRoutes(app, monitoring);
  monitoringJournalRoutes(app, monitoring, deps);
  monitoringImportRoutes(app, monitoring, deps);
  monitoringReportRoutes(app, monitoring);
  monitoringScheduleRoutes(app, monitoring);
}

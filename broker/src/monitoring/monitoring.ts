import { join } from 'node:path';
import { type ImpactFactor, metaSchema, scaleRoleSchema } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { HubConfig } from '../config.ts';
import { createCalendar } from '../core/calendar.ts';
import { startJobs } from '../jobs.ts';
import type { HubDb } from '../ports/hub-db.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { OpeningHours, SeriesStore } from '../ports/series-store.ts';
import { META_FACT, ROLE_FACT } from '../rebuild.ts';
import { type ChromiumPdf, createChromiumPdf } from './adapters/chromium-pdf.ts';
import { JOURNAL_FILE } from './adapters/copy-journal.ts';
import { createMappingFiles, type MappingFiles } from './adapters/mapping-files.ts';
import { openSqliteJournal } from './adapters/sqlite-journal.ts';
import { openSqliteSchedules } from './adapters/sqlite-schedules.ts';
import { type PhotoStory, photoStories } from './adapters/story-photos.ts';
import type { SensorInfo } from './core/collect-sensors.ts';
import type { Period } from './core/period.ts';
import { createFigures, type Figures } from './figures.ts';
import { type Origin, originOf } from './origin.ts';
import { createPlans, type Plans } from './plans.ts';
import type { Journal } from './ports/journal.ts';
import { reportMail } from './report-mail.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createSensorReader } from './sensor-reader.ts';
import { createTrends, type Trends } from './trends.ts';

/** What monitoring stands on. */
export interface MonitoringDeps {
  readonly config: Pick<HubConfig, 'site' | 'impact'>;
  readonly store: SeriesStore;
  readonly facts: Pick<HubDb['facts'], 'entries'>;
  /** Folder of the hub's data; the journal has a file of its own in it. */
  readonly folder: string;
  /** Where who does what is noted. */
  readonly db: Pick<HubDb, 'audit'>;
  readonly mailer?: Mailer | undefined;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** Monitoring of a site: registers, figures, trends, comparisons and reports. */
export interface Monitoring {
  readonly site: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly impact: ImpactFactor;
  readonly journal: Journal;
  readonly figures: Figures;
  readonly trends: Trends;
  readonly plans: Plans;
  readonly pdf: ChromiumPdf;
  readonly mappings: MappingFiles;
  /** Stories with a photo the site published on its visitor screen. */
  readonly photoStories: () => readonly PhotoStory[];
  readonly scheduler: Scheduler;
  readonly nowMs: () => number;
  sensors(): readonly SensorInfo[];
  origin(id: string, period: Period): Promise<Origin>;
  stop(): Promise<void>;
}

/** Opens the journal and wires monitoring. Throws when the journal's file cannot be opened. */
export function startMonitoring(deps: MonitoringDeps): Monitoring {
  const { config, store, facts, folder, nowMs, log } = deps;
  const { site, impact } = config;
  const { timeZone, inflowRole } = site;
  const journal = openSqliteJournal(join(folder, JOURNAL_FILE));
  const sensors = (): readonly SensorInfo[] => sensorsOf(facts);
  const reader = createSensorReader({ store, sensors, timeZone, nowMs });
  const figures = createFigures({ reader, journal, inflowRole, impact });
  const trends = createTrends({ reader, journal, inflowRole, timeZone, openingHours: openingHoursOf(site) });
  const desk = openSqliteSchedules(join(folder, JOURNAL_FILE));
  let stopping: Promise<void> | undefined;
  const monitoring: Monitoring = {
    site: { id: site.id, name: site.name, timeZone },
    impact,
    journal,
    figures,
    trends,
    plans: createPlans({ journal, figures, trends, timeZone, nowMs }),
    pdf: createChromiumPdf({ log: log.child({ component: 'pdf' }) }),
    mappings: createMappingFiles(folder),
    photoStories: () => photoStories(folder),
    scheduler: createScheduler({
      desk,
      mailer: deps.mailer,
      render: (body, period) => reportMail(monitoring, body, period),
      calendar: createCalendar(timeZone),
      audit: deps.db.audit,
      nowMs,
      log: log.child({ component: 'reports' }),
    }),
    nowMs,
    sensors,
    origin: (id, period) => originOf({ reader, journal, inflowRole, impact, sheet: (asked) => figures.sheet(asked) }, id, period),
    stop: () =>
      (stopping ??= stopJobs()
        .then(() => monitoring.scheduler.idle())
        .finally(() => {
          desk.close();
          journal.close();
        })),
  };
  const stopJobs = startJobs(
    [{ name: 'reports', everyMs: SCHEDULE_MS, run: (signal) => monitoring.scheduler.tick(signal) }],
    log.child({ component: 'jobs' }),
  );
  return monitoring;
}

// Often enough for the hour of a schedule, and soon after a start for what was due while the hub was off.
const SCHEDULE_MS = 2_000;

/** Sensors as the hub remembers them: roles outlive their scale. */
function sensorsOf(facts: MonitoringDeps['facts']): readonly SensorInfo[] {
  const found = new Map<string, SensorInfo>();
  for (const { key, value } of facts.entries(ROLE_FACT)) {
    const name = key.slice(ROLE_FACT.length);
    const [node = '', device = ''] = name.split('/');
    found.set(name, { key: name, node, device, name: device, kind: 'scale', role: scaleRoleSchema.parse(value) });
  }
  for (const { key, value } of facts.entries(META_FACT)) {
    const node = key.slice(META_FACT.length);
    const meta = metaSchema.safeParse(JSON.parse(value));
    for (const device of meta.success ? meta.data.devices : []) found.set(`${node}/${device.id}`, sensorOf(node, device));
  }
  return [...found.values()];
}

type DeviceMeta = ReturnType<typeof metaSchema.parse>['devices'][number];

function sensorOf(node: string, device: DeviceMeta): SensorInfo {
  const base = { key: `${node}/${device.id}`, node, device: device.id, name: device.name, kind: device.kind };
  if (device.kind === 'scale') return { ...base, role: device.role, stream: device.stream, divisionG: device.divisionG };
  return device.kind === 'door' ? { ...base, correction: device.correction } : base;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Opening hours of the configuration as minutes of local days, Monday first. */
export function openingHoursOf({
  openingHours: hours,
  closedDates,
}: Pick<HubConfig['site'], 'openingHours' | 'closedDates'>): OpeningHours {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const week = DAYS.map((day) => {
    const open = hours[day];
    return open === null ? [] : [{ fromMin: minutes(open.from), toMin: minutes(open.to) }];
  });
  return { week, closedDates };
}

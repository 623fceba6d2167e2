import type { Alarm, AlarmSettings } from '@kringwijzer/contract';
import type { Calendar } from '../core/calendar.ts';
import type { LiveModel } from '../core/live-model.ts';
import { activeAlarms, endedAlarm, noticeItemOf } from './alarm-board.ts';
import type { AlarmMemory, Engine } from './alarm-memory.ts';
import type { AlarmPeople } from './alarm-people.ts';
import { nextPickup } from './core/next-pickup.ts';
import type { NoticeItem } from './core/notice.ts';
import type { OpenHours } from './core/open-hours.ts';
import { enqueue, flush, type Outbox } from './core/outbox.ts';
import { siteFacts } from './core/site-facts.ts';
import { NO_SLOW_FACTS, type SiteNow, type SlowFacts } from './core/site-now.ts';
import { stepAlarms } from './core/step-alarms.ts';
import { type Gaps, noteGaps } from './core/usual-gaps.ts';

export interface AlarmEngineDeps {
  readonly site: { readonly name: string; readonly timeZone: string };
  readonly live: Pick<LiveModel, 'snapshot'>;
  readonly memory: AlarmMemory;
  readonly people: AlarmPeople;
  readonly open: OpenHours;
  readonly calendar: Calendar;
  readonly nowMs: () => number;
  readonly gatherMs: number;
  readonly url: () => string | undefined;
  /** Asks the store and the disk for what changes slowly. */
  readonly readSlow: (settings: AlarmSettings) => Promise<SlowFacts>;
  /** Told whenever what goes on now has changed. */
  readonly onActive: (alarms: readonly Alarm[]) => void;
}

/** Watches the site, remembers, and puts into the outbox what is to be told. */
export interface AlarmEngine {
  /** Looks at the site now. */
  tick(): void;
  /** Asks anew for what changes slowly. */
  refresh(): Promise<void>;
  /** Everything that is remembered, and how to change it; what has returned is on disk. */
  now(): Engine;
  keep(engine: Engine): void;
  settings(): AlarmSettings;
  keepSettings(settings: AlarmSettings): void;
  slow(): SlowFacts;
}

/** Starts with what was kept, so that a restart neither repeats nor forgets. */
export function createAlarmEngine(deps: AlarmEngineDeps): AlarmEngine {
  const { memory, nowMs, live, open, site } = deps;
  const startedAtMs = nowMs();
  let engine = memory.engine();
  let settings = memory.settings();
  let slow = NO_SLOW_FACTS;
  let gaps: Gaps = new Map();
  let kept = JSON.stringify(engine);
  let looked = '';
  let shown = '';

  const keep = (next: Engine): void => {
    const text = JSON.stringify(next);
    if (text !== kept) memory.keep(next);
    kept = text;
    engine = next;
    const watched = JSON.stringify(next.alarms.watched);
    if (watched === looked) return;
    looked = watched;
    const active = activeAlarms(next.alarms, site.timeZone);
    const board = JSON.stringify(active);
    if (board !== shown) deps.onActive(active);
    shown = board;
  };

  const siteNow = (atMs: number): SiteNow => {
    const { nodes, devices } = live.snapshot(atMs);
    const watchedKeys = Object.keys(engine.alarms.watched);
    gaps = noteGaps(gaps, devices);
    return { nowMs: atMs, startedAtMs, nodes, devices, settings, open, horizon: horizonOf(deps, settings, atMs), slow, watchedKeys, gaps };
  };

  const tick = (): void => {
    const atMs = nowMs();
    const { state: alarms, events } = stepAlarms(engine.alarms, siteFacts(siteNow(atMs)), settings, atMs);
    let { pastCount } = engine;
    for (const event of events) if (event.type === 'ended') memory.keepPast(pastCount++, endedAlarm(event, site.timeZone));
    const items = events.filter(({ silent }) => !silent).map((event) => noticeItemOf(event, site.timeZone));
    keep({ alarms, pastCount, outbox: post(deps, engine.outbox, items, atMs) });
  };

  return {
    tick,
    refresh: async () => {
      slow = await deps.readSlow(settings);
    },
    now: () => engine,
    keep,
    settings: () => settings,
    keepSettings: (next) => {
      memory.keepSettings(next);
      settings = next;
      tick();
    },
    slow: () => slow,
  };
}

/** What happened goes to everybody who wants to know; a queue whose time has come becomes messages. */
function post(deps: AlarmEngineDeps, outbox: Outbox, items: readonly NoticeItem[], atMs: number): Outbox {
  if (items.length === 0 && Object.keys(outbox.queues).length === 0) return outbox;
  const readers = deps.people.readers(atMs);
  const place = { timeZone: deps.site.timeZone, siteName: deps.site.name, url: deps.url() };
  return flush(enqueue(outbox, items, readers, atMs), readers, { atMs, gatherMs: deps.gatherMs, place });
}

/** Until when a container must not be full: the next planned pickup, or else the next opening. */
function horizonOf({ calendar, open }: AlarmEngineDeps, { pickups }: AlarmSettings, atMs: number): SiteNow['horizon'] {
  const pickup = nextPickup(calendar, pickups, atMs);
  if (pickup !== undefined) return { at: pickup, what: 'pickup' };
  const opening = open.nextOpening(atMs);
  return opening === undefined ? undefined : { at: opening, what: 'opening' };
}

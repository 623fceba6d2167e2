import { setImmediate as nextTurn } from 'node:timers/promises';
import { DAY_MS, type DeviceLive, type Forecast, HOUR_MS, MINUTE_MS, topicOf } from '@kringwijzer/contract';
import { createCalendar } from './core/calendar.ts';
import { containerForecast } from './core/forecast/container-forecast.ts';
import { fullMassOf } from './core/forecast/full-mass.ts';
import { AHEAD_MS } from './core/forecast/full-time.ts';
import { heldAt, heldOrigins, heldShareOf } from './core/forecast/held-share.ts';
import { hoursBetween, type PastHour } from './core/forecast/hour.ts';
import { type LearnedPast, learnPast } from './core/forecast/learned-past.ts';
import type { LiveChange, LiveModel } from './core/live-model.ts';
import { type PastReader, readEmptied, readPast } from './forecast-past.ts';
import type { Job } from './jobs.ts';

export interface ForecastDeps extends Omit<PastReader, 'calendar'> {
  readonly live: LiveModel;
  readonly nowMs: () => number;
  readonly push: (changes: readonly LiveChange[]) => void;
  readonly publish: (topic: string, payload: string, options: { readonly retain: true }) => void;
}

/** What is kept of a container between two runs. */
interface Known {
  hour: number;
  day: number;
  minute: number;
  emptiedAt: number | undefined;
  emptiedG: readonly number[];
  learned: LearnedPast | undefined;
  held: Forecast['held'];
}

/** Often looked at, so that a start and an emptying are answered soon; made again once a minute. */
const EVERY_MS = 5_000;

/**
 * Makes the forecast of every container once a minute and at once after an emptying, puts it in the live picture and publishes all of
 * them retained. The past is read again every hour; the forecasts of the last four weeks are judged once a day.
 */
export function forecastJob(deps: ForecastDeps): Job {
  const reader: PastReader = { ...deps, calendar: createCalendar(deps.timeZone) };
  const known = new Map<string, Known>();
  let told = '';
  return {
    name: 'forecast',
    everyMs: EVERY_MS,
    run: async (signal) => {
      const { devices } = deps.live.snapshot(deps.nowMs());
      for (const device of devices) if (!signal.aborted) await forecastDevice({ deps, reader, known, devices }, device);
      const containers = deps.live
        .snapshot(deps.nowMs())
        .devices.flatMap(({ node, meta, forecast }) => (forecast ? [{ node, device: meta.id, name: meta.name, ...forecast }] : []));
      const text = JSON.stringify(containers);
      if (signal.aborted || text === told) return;
      told = text;
      deps.publish(topicOf({ type: 'hub', site: deps.site, thing: 'forecast' }), JSON.stringify({ at: deps.nowMs(), containers }), {
        retain: true,
      });
    },
  };
}

interface Run {
  readonly deps: ForecastDeps;
  readonly reader: PastReader;
  readonly known: Map<string, Known>;
  readonly devices: readonly DeviceLive[];
}

async function forecastDevice({ deps, reader, known, devices }: Run, live: DeviceLive): Promise<void> {
  const { node, meta, state } = live;
  if (meta.kind !== 'scale' || meta.role !== 'container') return;
  const nowMs = deps.nowMs();
  const key = `${node}/${meta.id}`;
  const minute = Math.floor(nowMs / MINUTE_MS);
  const before = known.get(key);
  if (before?.minute === minute && before.emptiedAt === live.lastEmptiedAt) return;
  const now = await refresh(reader, live, nowMs, before);
  known.set(key, now);
  const full = fullMassOf(now.emptiedG, meta.fullG);
  if (full === undefined) return;
  const netG = state?.kind === 'scale' && state.value.quality !== 'bad' ? state.value.netG : undefined;
  const ahead = hoursBetween(reader.calendar, deps.opening, nowMs, nowMs + AHEAD_MS);
  const forecast = containerForecast({
    nowMs,
    full,
    netG,
    levelRatio: levelOf(devices, node, meta.id),
    learned: now.learned,
    ahead,
    held: now.held,
  });
  deps.push(deps.live.forecast(node, meta.id, forecast));
}

async function refresh(reader: PastReader, live: DeviceLive, nowMs: number, before: Known | undefined): Promise<Known> {
  const scale = { node: live.node, device: live.meta.id };
  const [hour, day, minute] = [Math.floor(nowMs / HOUR_MS), Math.floor(nowMs / DAY_MS), Math.floor(nowMs / MINUTE_MS)];
  const emptiedAt = live.lastEmptiedAt;
  if (before?.hour === hour && before.emptiedAt === emptiedAt) return { ...before, minute };
  const emptiedG = await readEmptied(reader.store, scale);
  const past = await readPast(reader, scale, nowMs);
  const full = live.meta.kind === 'scale' ? fullMassOf(emptiedG, live.meta.fullG) : undefined;
  const held = before?.day === day ? before.held : full && (await judgePast(past, full.fullG / 2));
  return { hour, day, minute, emptiedAt, emptiedG, learned: learnPast(past, nowMs), held };
}

/** One past forecast a turn of the event loop: records come first. */
async function judgePast(past: readonly PastHour[], roomG: number): Promise<Forecast['held']> {
  const answers: (boolean | undefined)[] = [];
  for (const origin of heldOrigins(past)) {
    answers.push(heldAt(past, origin, roomG));
    await nextTurn();
  }
  return heldShareOf(answers);
}

function levelOf(devices: readonly DeviceLive[], node: string, container: string): number | undefined {
  for (const { node: of, meta, state } of devices) {
    if (of !== node || meta.kind !== 'level' || meta.container !== container || state?.kind !== 'level') continue;
    if (state.value.quality !== 'bad') return state.value.fillRatio;
  }
  return undefined;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, deviceLiveSchema, HOUR_MS, type KwRecord, type NodeMeta } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import { createCalendar } from './core/calendar.ts';
import { LiveModel } from './core/live-model.ts';
import { forecastJob } from './forecast-job.ts';
import { readPast } from './forecast-past.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const boot = 'aaaaaaaaaaaaaaaa';
const timeZone = 'Europe/Amsterdam';
// Monday 1 June 2026, 00:00 in Amsterdam.
const MONDAY = Date.UTC(2026, 4, 31, 22);
const day = [{ fromMin: 9 * 60, toMin: 17 * 60 }];
const opening = { week: [day, day, day, day, day, [], []], closedDates: [] };
const meta: NodeMeta = {
  contract: 1,
  name: 'Hal',
  version: '1',
  simulated: true,
  devices: [{ id: 'box', name: 'Box', kind: 'scale', role: 'container', capacityG: 900_000, divisionG: 500, cells: 4, fullG: 400_000 }],
};
const change = { device: 'box', uncertaintyG: 100, confidence: 0.9, fromAt: 1, beforeG: 0, afterG: 0 };

/** Four weeks with 10 kg in each opening hour, and an emptying of 300 kg at the end of three of them. */
function weeks(): readonly KwRecord[] {
  const records: KwRecord[] = [];
  for (let date = 0; date < 28; date += 1) {
    if (date % 7 > 4) continue;
    for (let hour = 9; hour < 17; hour += 1) {
      records.push({ ...change, kind: 'deposit', at: MONDAY + date * DAY_MS + hour * HOUR_MS + 1_800_000, massG: 10_000 });
    }
  }
  return records;
}

async function hub() {
  const folder = mkdtempSync(join(tmpdir(), 'kw-forecast-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  // Monday after the four weeks, 11:00 in Amsterdam.
  let nowMs = MONDAY + 28 * DAY_MS + 11 * HOUR_MS;
  const store = await createSqliteStore({ path: join(folder, 'store.db'), log: pino({ level: 'silent' }), nowMs: () => nowMs });
  cleanups.push(() => store.admin.close());
  const live = new LiveModel({ id: 'zuid', name: 'Zuid', timeZone });
  live.meta('n1', meta);
  let seq0 = 0;
  const take = async (records: readonly KwRecord[]): Promise<void> => {
    for (let from = 0; from < records.length; from += 100) {
      const part = records.slice(from, from + 100);
      const batch = { boot, seq0, clock: 'synced' as const, records: [...part] };
      const [result] = await store.ingest([{ site: 'zuid', node: 'n1', receivedAt: nowMs, batch }]);
      seq0 += part.length;
      live.records(result?.fresh ?? []);
    }
  };
  const weigh = (netG: number): void => {
    const value = { at: nowMs, seq: 1, grossG: netG, netG, tareG: 0, stable: true, quality: 'good' as const };
    live.state({ node: 'n1', device: 'box', state: { kind: 'scale', value }, nowMs });
  };
  const published: { topic: string; payload: { containers: { device: string }[] }; retain: boolean }[] = [];
  const pushed: unknown[] = [];
  const job = forecastJob({
    store,
    live,
    site: 'zuid',
    timeZone,
    opening,
    nowMs: () => nowMs,
    push: (changes) => pushed.push(...changes),
    publish: (topic, text, { retain }) =>
      published.push({ topic, payload: JSON.parse(text) as { containers: { device: string }[] }, retain }),
  });
  const run = (): Promise<void> => job.run(new AbortController().signal);
  const forecast = () => live.snapshot(nowMs).devices[0]?.forecast;
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { store, live, take, weigh, published, pushed, run, forecast, pass, now: () => nowMs };
}

describe('the forecast job', () => {
  it('tells from the store when a container will be full, to the screens and retained on MQTT', async () => {
    const site = await hub();
    await site.take(weeks());
    site.weigh(320_000);
    await site.run();
    // 80 kg of room at 10 kg an opening hour: 6 hours today, 2 tomorrow.
    const time = site.forecast()?.estimated_full_time;
    const expected = MONDAY + 29 * DAY_MS + 11 * HOUR_MS;
    expect(Math.abs((time?.likely ?? 0) - expected)).toBeLessThan(0.75 * HOUR_MS);
    expect(time?.earliest).toBeLessThan(expected);
    expect(time?.latest).toBeGreaterThan(expected);
    expect(Math.abs((site.forecast()?.fill_rate ?? 0) - 10_000)).toBeLessThan(500);
    expect(site.forecast()).toMatchObject({ full_g: 400_000, full_from: 'set', disagrees: false });
    expect(site.pushed).toMatchObject([{ type: 'device', value: { forecast: { full_g: 400_000 } } }]);
    expect(deviceLiveSchema.safeParse(site.live.snapshot(site.now()).devices[0]).success).toBe(true);
    expect(site.published).toMatchObject([{ topic: 'kw/v1/zuid/hub/forecast', retain: true }]);
    expect(site.published[0]?.payload.containers).toMatchObject([{ node: 'n1', device: 'box', full_g: 400_000 }]);
  });

  it('starts anew after an emptying, within the same minute', async () => {
    const site = await hub();
    await site.take(weeks());
    site.weigh(320_000);
    await site.run();
    const before = site.forecast()?.estimated_full_time?.likely ?? 0;
    site.pass(1_000);
    await site.take([{ ...change, kind: 'emptying', at: site.now(), massG: 320_000, swapped: false }]);
    expect(site.forecast()).toMatchObject({ full_g: 400_000 });
    expect(site.forecast()?.estimated_full_time).toBeUndefined();
    site.weigh(0);
    await site.run();
    // 400 kg at 80 kg a day: five opening days instead of one.
    expect((site.forecast()?.estimated_full_time?.likely ?? 0) - before).toBeGreaterThan(3 * DAY_MS);
  });

  it('is made once a minute and said only when it changed', async () => {
    const site = await hub();
    await site.take(weeks());
    site.weigh(320_000);
    await site.run();
    site.pass(2_000);
    await site.run();
    expect(site.pushed).toHaveLength(1);
    expect(site.published).toHaveLength(1);
    site.pass(60_000);
    await site.run();
    expect(site.pushed).toHaveLength(2);
    expect(site.published).toHaveLength(2);
  });

  it('learns from emptyings at what mass it is full, and the fill follows', async () => {
    const site = await hub();
    const emptied = [1, 2, 3].map(
      (week): KwRecord => ({ ...change, kind: 'emptying', at: MONDAY + week * 7 * DAY_MS, massG: 500_000, swapped: false }),
    );
    await site.take([...weeks(), ...emptied]);
    site.weigh(400_000);
    expect(site.live.snapshot(site.now()).devices[0]?.fill?.ratio).toBe(1);
    await site.run();
    expect(site.forecast()).toMatchObject({ full_g: 500_000, full_from: 'learned' });
    expect(site.live.snapshot(site.now()).devices[0]?.fill?.ratio).toBe(0.8);
  });

  it('tells no time of a container of which nothing was seen', async () => {
    const site = await hub();
    site.weigh(100_000);
    await site.run();
    expect(site.forecast()).toMatchObject({ fill_rate: 0, full_g: 400_000 });
    expect(site.forecast()?.estimated_full_time).toBeUndefined();
  });
});

describe('the past of a container', () => {
  it('knows silence from nothing coming in, and takes off what was taken out', async () => {
    const site = await hub();
    const at = site.now() - 3 * HOUR_MS;
    const weight = {
      kind: 'weight',
      device: 'box',
      durationMs: 10_000,
      n: 10,
      meanG: 0,
      minG: 0,
      maxG: 0,
      lastG: 0,
      netG: 0,
      stable: true,
    } as const;
    await site.take([
      { ...weight, at: at - HOUR_MS },
      { ...change, kind: 'deposit', at, massG: 9_000 },
      { ...change, kind: 'removal', at: at + 60_000, massG: 2_000 },
    ]);
    const reader = { store: site.store, site: 'zuid', timeZone, calendar: createCalendar(timeZone), opening };
    const past = await readPast(reader, { node: 'n1', device: 'box' }, site.now());
    expect(past.slice(-5).map(({ massG }) => massG)).toEqual([undefined, 0, 7_000, undefined, undefined]);
    expect(past.at(-1)).toMatchObject({ start: site.now() - HOUR_MS, slot: 10, open: 1 });
  });
});

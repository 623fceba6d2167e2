import { DAY_MS, HOUR_MS, type LiveSnapshot } from '@kringwijzer/contract';

/** What can be looked back on. */
export const MEASURES = ['mass', 'visits', 'tools'] as const;
export type Measure = (typeof MEASURES)[number];

/** Width of one bar. */
export const STEPS = ['hour', 'day', 'isoWeek', 'month'] as const;
export type TrendStep = (typeof STEPS)[number];

/** Bars on one page, and how far a page reaches back. */
const REACH: Readonly<Record<TrendStep, number>> = { hour: 23 * HOUR_MS, day: 13 * DAY_MS, isoWeek: 11 * 7 * DAY_MS, month: 335 * DAY_MS };
const TURN: Readonly<Record<TrendStep, number>> = { hour: DAY_MS, day: 14 * DAY_MS, isoWeek: 84 * DAY_MS, month: 365 * DAY_MS };

const SERIES: Readonly<Record<Measure, Readonly<Record<string, string>>>> = {
  mass: { measurement: 'deposit', field: 'mass_g' },
  visits: { measurement: 'door_passages', field: 'count', tags: 'direction:in' },
  tools: { measurement: 'tool_use', field: 'run_s' },
};

/** What a person chose to see; `back` counts pages into the past from 0. */
export interface TrendChoice {
  readonly measure: Measure;
  readonly step: TrendStep;
  readonly back: number;
}

/** The path of GET /aggregate for a choice. The hub widens both ends to whole calendar buckets in the site's time zone. */
export function trendPath({ measure, step, back }: TrendChoice, nowMs: number): string {
  const atMs = nowMs - back * TURN[step];
  // To the end of this hour: what comes in while the page is open, or while clocks differ by a little, belongs to the last bar.
  const toMs = (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS;
  const query = new URLSearchParams({ ...SERIES[measure], from: String(atMs - REACH[step]), to: String(toMs), bucket: step, fn: 'sum' });
  return `/aggregate?${query.toString()}`;
}

/**
 * The devices whose gifts count, as `node/device`: each kilogram once. The hub marks counted gifts, which tells the role that counts at
 * this site; before the first gift it is the intake scales when there are any, else the containers, as the hub itself decides.
 */
export function inflowDevices({ devices, deposits }: Pick<LiveSnapshot, 'devices' | 'deposits'>): ReadonlySet<string> {
  const scales = devices.flatMap((device) =>
    device.meta.kind === 'scale' ? [{ id: `${device.node}/${device.meta.id}`, role: device.meta.role }] : [],
  );
  const counted = new Set(deposits.filter((deposit) => deposit.counted).map(({ node, device }) => `${node}/${device}`));
  const told = scales.find(({ id }) => counted.has(id))?.role;
  const wanted = told ?? (scales.some(({ role }) => role === 'intake') ? 'intake' : 'container');
  return new Set(scales.filter(({ role }) => role === wanted).map(({ id }) => id));
}

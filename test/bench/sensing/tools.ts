import type { Chance } from './chance.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DATE = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' });

/** A tool and the way it is used. */
export interface ToolVariant {
  readonly name: string;
  /** UTC epoch milliseconds of the first sample. */
  readonly startAt: number;
  readonly hours: number;
  readonly sampleHz: number;
  readonly idleAmps: number;
  readonly runAmps: number;
  readonly noiseAmps: number;
  /** Breathing of the load while it works, as a share of the run current. */
  readonly breath: number;
  /** Dips of up to 2 s towards idle, an hour of work. */
  readonly dipsPerHour: number;
  /** Single wrong readings, a share. */
  readonly spikeShare: number;
  readonly runMedianMin: number;
  /** A run of this many minutes around each local midnight. */
  readonly midnightMin: number;
}

/** A run of a tool, UTC epoch milliseconds. */
export interface ToolRunTruth {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A day in Amsterdam with 23 hours starts on 29 March 2026 at 00:00 local, one with 25 on 25 October. */
const NOON_BEFORE_SPRING = Date.UTC(2026, 2, 28, 11);
const NOON_BEFORE_AUTUMN = Date.UTC(2026, 9, 24, 10);
const ORDINARY_MORNING = Date.UTC(2026, 4, 20, 6);

const SAW: Omit<ToolVariant, 'name'> = {
  startAt: ORDINARY_MORNING,
  hours: 10,
  sampleHz: 2,
  idleAmps: 1.1,
  runAmps: 6.4,
  noiseAmps: 0.05,
  breath: 0.15,
  dipsPerHour: 0,
  spikeShare: 0,
  runMedianMin: 4,
  midnightMin: 0,
};

/** The tools of the bench. */
export const TOOL_VARIANTS: readonly ToolVariant[] = [
  { ...SAW, name: 'saw' },
  { ...SAW, name: 'saw, 10 readings a second', sampleHz: 10, hours: 4 },
  { ...SAW, name: 'saw, a reading every 2 s', sampleHz: 0.5 },
  { ...SAW, name: 'drill, load hardly above idle', idleAmps: 1.6, runAmps: 2.6, breath: 0.08 },
  { ...SAW, name: 'planer with dips', dipsPerHour: 60, breath: 0.25 },
  { ...SAW, name: 'old clamp, noisy', noiseAmps: 0.5 },
  { ...SAW, name: 'spikes 0.5 %', spikeShare: 0.005 },
  { ...SAW, name: 'short runs', runMedianMin: 0.7 },
  { ...SAW, name: 'oven, no idle current', idleAmps: 0, runAmps: 9, breath: 0.02, runMedianMin: 40 },
  { ...SAW, name: 'over midnight', startAt: Date.UTC(2026, 4, 20, 10), hours: 38, midnightMin: 150 },
  { ...SAW, name: 'over the change to summer time', startAt: NOON_BEFORE_SPRING, hours: 40, midnightMin: 400 },
  { ...SAW, name: 'over the change to winter time', startAt: NOON_BEFORE_AUTUMN, hours: 40, midnightMin: 400 },
];

/** The truth of a run, its readings, and the length in milliseconds. */
export interface ToolRun {
  readonly truths: readonly ToolRunTruth[];
  readonly readings: () => Generator<{ readonly atMs: number; readonly amps: number }>;
  readonly endMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Local midnights of the Netherlands in the span, found by asking the calendar each quarter of an hour. */
function midnights(fromMs: number, toMs: number): readonly number[] {
  const found: number[] = [];
  for (let atMs = Math.ceil(fromMs / (15 * MINUTE_MS)) * 15 * MINUTE_MS; atMs < toMs; atMs += 15 * MINUTE_MS) {
    if (CLOCK.format(atMs) === '00:00') found.push(atMs);
  }
  return found;
}

function planRuns(variant: ToolVariant, chance: Chance): { readonly truths: readonly ToolRunTruth[]; readonly idles: readonly Span[] } {
  const endMs = variant.startAt + variant.hours * HOUR_MS;
  const nights = midnights(variant.startAt, endMs).map((midnight) => {
    const fromMs = midnight - variant.midnightMin * MINUTE_MS * chance.range(0.3, 0.7);
    return { fromMs, toMs: fromMs + variant.midnightMin * MINUTE_MS };
  });
  const truths: ToolRunTruth[] = [];
  const idles: Span[] = [];
  let atMs = variant.startAt + 3 * MINUTE_MS;
  while (atMs < endMs - 20 * MINUTE_MS) {
    const night = variant.midnightMin > 0 ? nights.find((span) => span.toMs > atMs) : undefined;
    const idleMs = chance.range(20_000, 5 * MINUTE_MS);
    let fromMs = atMs + idleMs;
    let toMs = fromMs + Math.max(20_000, variant.runMedianMin * MINUTE_MS * Math.exp(0.7 * chance.normal()));
    if (night !== undefined && toMs > night.fromMs - 10 * MINUTE_MS) {
      fromMs = Math.max(fromMs, night.fromMs);
      toMs = Math.max(fromMs + MINUTE_MS, night.toMs);
    }
    const afterMs = toMs + chance.range(30_000, 4 * MINUTE_MS);
    if (afterMs > endMs - MINUTE_MS) break;
    truths.push({ fromMs, toMs });
    idles.push({ fromMs: atMs, toMs: afterMs });
    atMs = afterMs + chance.expo(6 * MINUTE_MS);
  }
  return { truths, idles };
}

/** Current while it works: inrush, breathing, dips towards idle. */
function createLoad(variant: ToolVariant, chance: Chance): (atMs: number, workedMs: number) => number {
  const stepMs = 1_000 / variant.sampleHz;
  let breath = 0;
  let dipUntilMs = 0;
  return (atMs, workedMs) => {
    breath += (-breath * stepMs) / 4_000 + variant.breath * Math.sqrt((2 * stepMs) / 4_000) * chance.normal();
    if (chance.hits((variant.dipsPerHour * stepMs) / HOUR_MS)) dipUntilMs = atMs + chance.range(400, 2_000);
    const share = atMs < dipUntilMs ? 0.1 : Math.max(0.55, 1 + breath) * (workedMs < 400 ? 1.7 : 1);
    return variant.idleAmps + (variant.runAmps - variant.idleAmps) * share;
  };
}

/** A pointer that only goes forward: the span that holds a moment, or undefined between two. */
function createFinder(spans: readonly Span[]): (atMs: number) => Span | undefined {
  let next = 0;
  return (atMs) => {
    while (next < spans.length && (spans[next]?.toMs ?? 0) <= atMs) next += 1;
    const span = spans[next];
    return span !== undefined && span.fromMs <= atMs ? span : undefined;
  };
}

/** A run of a tool variant: off, idle, work, noise and wrong readings. */
export function createToolRun(variant: ToolVariant, chance: Chance): ToolRun {
  const { truths, idles } = planRuns(variant, chance);
  const endMs = variant.startAt + variant.hours * HOUR_MS;

  function* readings(): Generator<{ readonly atMs: number; readonly amps: number }> {
    const workAt = createFinder(truths);
    const idleAt = createFinder(idles);
    const load = createLoad(variant, chance);
    for (let atMs = variant.startAt; atMs < endMs; atMs += 1_000 / variant.sampleHz) {
      const work = workAt(atMs);
      const quiet = idleAt(atMs) === undefined ? 0 : variant.idleAmps;
      const level = work === undefined ? quiet : load(atMs, atMs - work.fromMs);
      const amps = chance.hits(variant.spikeShare) ? chance.range(0, 30) : level + variant.noiseAmps * chance.normal();
      yield { atMs, amps: Math.max(0, amps) };
    }
  }
  return { truths, readings, endMs };
}

/** Hours of runs on each local day, by the calendar of the Netherlands. */
export function hoursByDay(runs: readonly Span[]): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const { fromMs, toMs } of runs) {
    const cuts = [fromMs, ...midnights(fromMs + 1, toMs), toMs];
    cuts.slice(1).forEach((cut, i) => {
      const start = cuts[i] ?? cut;
      const day = DATE.format(start);
      days.set(day, (days.get(day) ?? 0) + (cut - start) / HOUR_MS);
    });
  }
  return days;
}

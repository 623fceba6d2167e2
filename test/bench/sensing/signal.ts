import type { Chance } from './chance.ts';
import { createPlatform } from './platform.ts';
import type { Script } from './script.ts';
import type { Variant } from './variant.ts';

/** One line of a trace: milliseconds from the start and one raw value a channel, in one reused array. */
export interface RawSample {
  t: number;
  readonly raw: number[];
}

/** A trace as it comes from the amplifiers, with the header the trace format has. */
export interface Signal {
  readonly header: {
    readonly trace: 1;
    readonly kind: 'scale';
    readonly sampleHz: number;
    readonly countsPerGram: number | number[];
    readonly zeroCounts: number | number[];
    readonly capacityG: number;
    readonly divisionG: number;
    readonly cells: 1 | 4;
  };
  readonly samples: () => Generator<RawSample>;
}

const RAIL = 8_388_607;

interface Channel {
  readonly countsPerGram: number;
  readonly zeroCounts: number;
}

/** Slopes near what 2 mV/V cells give, each a little different, each zero somewhere else. */
function channelsOf(variant: Variant, chance: Chance): readonly Channel[] {
  if (variant.isQuantised) return [{ countsPerGram: 1 / variant.divisionG, zeroCounts: 0 }];
  const cellG = (variant.capacityG * 2) / variant.cells;
  return Array.from({ length: variant.cells }, () => ({
    countsPerGram: (variant.isUpsideDown ? -1 : 1) * (4_000_000 / cellG) * chance.range(0.96, 1.04),
    zeroCounts: Math.round(chance.range(-120_000, 400_000)),
  }));
}

/** What the sky and the steel add to the load, moving on with time. */
function createSky(variant: Variant, chance: Chance, lengthMs: number): (atMs: number, loadG: number) => number {
  const phase = chance.range(0, 2 * Math.PI);
  const airPhase = chance.range(0, 2 * Math.PI);
  let lastMs = 0;
  let gust = 0;
  let lull = 0;
  let rumble = 0;
  let steel = Math.sin(airPhase);
  let crept: number | undefined;
  let wetG = 0;
  return (atMs, loadG) => {
    const dtMs = atMs - lastMs;
    lastMs = atMs;
    const share = atMs / lengthMs;
    gust += (-gust * dtMs) / 2_500 + Math.sqrt((2 * dtMs) / 2_500) * chance.normal();
    lull += (-lull * dtMs) / 400_000 + Math.sqrt((2 * dtMs) / 400_000) * chance.normal();
    rumble += (-rumble * dtMs) / 3_000 + variant.rumbleG * Math.sqrt((2 * dtMs) / 3_000) * chance.normal();
    const air = Math.sin(airPhase + 2 * Math.PI * share * (lengthMs / 28_800_000)) + 0.15 * Math.sin(atMs / 190_000);
    steel += ((air - steel) * dtMs) / (variant.lagMin * 60_000);
    crept = crept === undefined ? loadG : crept + (loadG - crept) * (1 - Math.exp(-dtMs / 600_000));
    const rains = share > 0.25 && share < 0.75;
    wetG += rains ? (variant.rainGPerH * dtMs) / 3_600_000 : (-wetG * dtMs) / 5_400_000;
    const blow = Math.max(0, 0.5 + 0.5 * lull) * (0.4 + 0.6 * gust);
    return (
      variant.driftG * Math.sin(phase + (2 * Math.PI * atMs) / (variant.driftPeriodH * 3_600_000)) +
      variant.windG * 0.5 * blow +
      variant.gramsPerK * 0.5 * variant.swingK * steel +
      variant.creepShare * (crept - loadG) +
      wetG +
      rumble
    );
  };
}

function spoilt(value: number, kind: Variant['outliers'], chance: Chance): number {
  const which = kind === 'mixed' ? chance.unit() : kind === 'bits' ? 0.5 : 0.9;
  if (which < 0.15) return RAIL;
  if (which < 0.3) return -RAIL - 1;
  if (which < 0.4) return -1;
  if (which < 0.7) return ((value ^ (1 << Math.floor(chance.range(6, 23)))) << 8) >> 8;
  return Math.round(value + 150_000 * chance.normal());
}

/** A channel that dies at a moment: cut, or stuck at what it last gave. */
function createDeath(
  variant: Variant,
  chance: Chance,
  lengthMs: number,
): (channel: number, atMs: number, value: number) => number | undefined {
  const dead = variant.deadCellAt > 0 ? Math.floor(chance.range(0, variant.cells)) : -1;
  const deadMs = variant.deadCellAt * lengthMs;
  let held: number | undefined;
  return (channel, atMs, value) => {
    if (channel !== dead || atMs < deadMs) return undefined;
    held ??= value;
    return variant.deadCell === 'cut' ? RAIL : held;
  };
}

/** A line that now and then loses a sample, or falls silent for 20 s. */
function createLine(variant: Variant, chance: Chance, periodMs: number): (atMs: number) => boolean {
  let silentUntilMs = 0;
  return (atMs) => {
    if (chance.hits((variant.gapsPerHour * periodMs) / 3_600_000)) silentUntilMs = atMs + 20_000;
    return atMs >= silentUntilMs && !chance.hits(variant.lossShare);
  };
}

/** The trace of a script under a variant. */
export function createSignal(variant: Variant, script: Script, chance: Chance): Signal {
  const channels = channelsOf(variant, chance);
  const death = createDeath(variant, chance, script.lengthMs);
  const oneOrAll = (values: readonly number[]): number | number[] => (values.length === 1 ? (values[0] ?? 0) : [...values]);
  const noiseG = variant.noiseG / Math.sqrt(variant.cells);

  const convert = (index: number, channel: Channel, atMs: number, loadG: number): number => {
    const value = Math.round(channel.zeroCounts + (loadG + noiseG * chance.normal()) * channel.countsPerGram);
    const last = death(index, atMs, value);
    if (last !== undefined) return last;
    return Math.max(-RAIL - 1, Math.min(RAIL, chance.hits(variant.outlierShare) ? spoilt(value, variant.outliers, chance) : value));
  };

  function* samples(): Generator<RawSample> {
    const platform = createPlatform(variant, script.happenings, chance);
    const sky = createSky(variant, chance, script.lengthMs);
    const periodMs = 1_000 / variant.trueSps;
    const isHeard = createLine(variant, chance, periodMs);
    const sample: RawSample = { t: 0, raw: channels.map(() => 0) };
    for (let i = 1; i * periodMs < script.lengthMs; i += 1) {
      const atMs = i * periodMs;
      const corners = platform.goTo(atMs);
      const loadG = corners.reduce((sum, corner) => sum + corner, 0);
      const extraG = sky(atMs, loadG) / variant.cells;
      channels.forEach((channel, c) => {
        sample.raw[c] = convert(c, channel, atMs, extraG + (variant.cells === 1 ? loadG : (corners[c] ?? 0)));
      });
      if (!isHeard(atMs)) continue;
      sample.t = Math.round(atMs);
      yield sample;
    }
  }
  return {
    header: {
      trace: 1,
      kind: 'scale',
      sampleHz: variant.sps,
      countsPerGram: oneOrAll(channels.map((channel) => channel.countsPerGram)),
      zeroCounts: oneOrAll(channels.map((channel) => channel.zeroCounts)),
      capacityG: variant.capacityG,
      divisionG: variant.divisionG,
      cells: variant.cells,
    },
    samples,
  };
}

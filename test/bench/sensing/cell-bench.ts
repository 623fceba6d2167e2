import type { BenchTable } from '../bench-report.ts';
import { chanceOf } from './chance.ts';
import { OUR_CORE } from './our-pipeline.ts';
import { prepareRun } from './scale-bench.ts';
import type { RawSample } from './signal.ts';
import { container, floor, type Variant } from './variant.ts';

const MINUTE_MS = 60_000;
const RAIL = 8_388_607;
/** What an amplifier board reads that is not there. */
const NOBODY = -1;

/** What happens to one of four cells; the readings of the other three go on as they were. */
type Ill =
  | 'cut or overloaded: amplifier at its end'
  | 'amplifier unplugged'
  | 'reading stuck'
  | 'dead: bears no load'
  | 'bound: bears a tenth';

const ILLS: readonly Ill[] = [
  'cut or overloaded: amplifier at its end',
  'amplifier unplugged',
  'reading stuck',
  'dead: bears no load',
  'bound: bears a tenth',
];

/** The reading of a cell that is ill, from its healthy one. A dead or bound cell holds its level and takes nothing or a tenth of what changes. */
function createIll(ill: Ill, noise: () => number): (healthy: number) => number {
  let heldAt: number | undefined;
  return (healthy) => {
    heldAt ??= healthy;
    switch (ill) {
      case 'cut or overloaded: amplifier at its end':
        return RAIL;
      case 'amplifier unplugged':
        return NOBODY;
      case 'reading stuck':
        return heldAt;
      case 'dead: bears no load':
        return Math.round(heldAt + noise());
      default:
        return Math.round(heldAt + 0.1 * (healthy - heldAt));
    }
  };
}

interface Detection {
  readonly afterMs: number | undefined;
  readonly early: number;
  /** Changes of load between the beginning and the report. */
  readonly gifts: number;
}

/** A day on which a cell falls ill in the middle, while people come and go; when is it reported? */
function detect(variant: Variant, ill: Ill, seed: number): Detection {
  const hours = 2;
  const { script, signal } = prepareRun(variant, seed, hours);
  const illMs = script.lengthMs / 2;
  const chance = chanceOf(`${variant.name} ${ill} ${seed}`);
  const cell = Math.floor(chance.range(0, 4));
  const sick = createIll(ill, () => 12 * chance.normal());
  const run = OUR_CORE.start(signal.header);
  for (const sample of signal.samples()) run.take(sample.t < illMs ? sample : spoiled(sample, cell, sick));
  const faults = run.end(script.lengthMs).filter((found) => found.type === 'fault');
  const first = faults.find((fault) => fault.atMs >= illMs);
  return {
    afterMs: first === undefined ? undefined : first.atMs - illMs,
    early: faults.filter((fault) => fault.atMs < illMs).length,
    gifts: script.truths.filter((truth) => truth.atMs > illMs && truth.atMs <= (first?.atMs ?? script.lengthMs)).length,
  };
}

const spoiled = (sample: RawSample, cell: number, sick: (healthy: number) => number): RawSample => ({
  t: sample.t,
  raw: sample.raw.map((value, i) => (i === cell ? sick(value) : value)),
});

const timeOf = (afterMs: number): string =>
  afterMs < MINUTE_MS ? `${(afterMs / 1_000).toFixed(0)} s` : `${(afterMs / MINUTE_MS).toFixed(0)} min`;

/** The table of cells that fall ill while the sum goes on, with the time until it is reported. */
export function benchCells(isQuick: boolean): { readonly table: BenchTable; readonly figures: Readonly<Record<string, number>> } {
  const seeds = isQuick ? 1 : 3;
  const platforms = [floor('four cells, busy', { cells: 4 }), ...(isQuick ? [] : [container('busy')])];
  const rows: string[][] = [['four cells', 'reported', 'after (worst)', 'gifts until then (worst)', 'false before']];
  let reported = 0;
  let runs = 0;
  let early = 0;
  for (const variant of platforms) {
    for (const ill of ILLS) {
      const detections = Array.from({ length: seeds }, (_, i) => detect(variant, ill, i + 1));
      const times = detections.flatMap(({ afterMs }) => (afterMs === undefined ? [] : [afterMs]));
      runs += seeds;
      reported += times.length;
      early += detections.reduce((sum, one) => sum + one.early, 0);
      rows.push([
        `${variant.kind}, ${ill}`,
        `${times.length}/${seeds}`,
        times.length === 0 ? '-' : timeOf(Math.max(...times)),
        String(Math.max(...detections.map((one) => one.gifts))),
        String(detections.reduce((sum, one) => sum + one.early, 0)),
      ]);
    }
  }
  return {
    table: { title: 'Four cells: one falls ill in the middle of a busy day while the others go on', rows },
    figures: { cells_ill_reported_pct: Number(((100 * reported) / runs).toFixed(1)), cells_false_reports: early },
  };
}

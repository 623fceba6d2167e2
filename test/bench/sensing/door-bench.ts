import { doorConfigOf, doorCore } from '../../../firmware-bridge/src/core/cores.ts';
import type { BenchTable } from '../bench-report.ts';
import { chanceOf } from './chance.ts';
import { createDoorRun, DOOR_CLASSES, type DoorClass, type DoorRun } from './doors.ts';

interface Counts {
  in: number;
  out: number;
}

const SIDE_BY_SIDE: DoorClass = 'side by side';
/** Mixed traffic without and with the one class that two beams cannot see. */
const MIX: readonly DoorClass[] = DOOR_CLASSES.filter((kind) => kind !== SIDE_BY_SIDE);

/** Our core: edges in, crossings out, a tick every 100 ms for a second after each edge as a node sends them. */
function countedBy(run: DoorRun): Counts {
  const config = doorConfigOf({ device: 'door' });
  const counts: Counts = { in: 0, out: 0 };
  let state = doorCore.initial(config, 0);
  const feed = (input: Parameters<typeof doorCore.step>[2]): void => {
    state = doorCore.step(config, state, input).state;
    for (const passage of state.passages) counts[passage.direction] += 1;
  };
  run.edges.forEach((edge, i) => {
    feed({ type: 'edge', ...edge });
    const nextMs = run.edges[i + 1]?.atMs ?? run.lengthMs;
    for (let atMs = edge.atMs + 100; atMs < Math.min(nextMs, edge.atMs + 1_000); atMs += 100) feed({ type: 'tick', atMs });
  });
  feed({ type: 'flush', atMs: run.lengthMs });
  return counts;
}

/** What a sketch with two beams does: whoever breaks the first beam while the other is free goes that way. */
function countedByFirstBeam(run: DoorRun): Counts {
  const counts: Counts = { in: 0, out: 0 };
  const broken = { a: false, b: false };
  for (const edge of run.edges) {
    const other = edge.beam === 'a' ? 'b' : 'a';
    if (edge.broken && !broken[other]) counts[edge.beam === 'a' ? 'in' : 'out'] += 1;
    broken[edge.beam] = edge.broken;
  }
  return counts;
}

interface DoorScore {
  readonly truth: Counts;
  readonly ours: Counts;
  readonly naive: Counts;
  /** Sum over the runs of what is wrong in each direction. */
  readonly wrong: number;
}

function scoreDoor(kinds: readonly DoorClass[], name: string, options: { readonly seeds: number; readonly count: number }): DoorScore {
  const score = { truth: { in: 0, out: 0 }, ours: { in: 0, out: 0 }, naive: { in: 0, out: 0 }, wrong: 0 };
  for (let seed = 1; seed <= options.seeds; seed += 1) {
    const run = createDoorRun(kinds, options.count, chanceOf(`door ${name} ${seed}`));
    const ours = countedBy(run);
    const naive = countedByFirstBeam(run);
    for (const direction of ['in', 'out'] as const) {
      const truth = run.truths.filter((entry) => entry.direction === direction).length;
      score.truth[direction] += truth;
      score.ours[direction] += ours[direction];
      score.naive[direction] += naive[direction];
      score.wrong += Math.abs(ours[direction] - truth);
    }
  }
  return score;
}

const pct = (counts: Counts, truth: Counts): string => {
  const all = truth.in + truth.out;
  return all === 0 ? '-' : `${((100 * (counts.in + counts.out - all)) / all).toFixed(1)} %`;
};

/** The table of doors and its figures. */
export function benchDoors(isQuick: boolean): { readonly table: BenchTable; readonly figures: Readonly<Record<string, number>> } {
  const options = { seeds: 3, count: isQuick ? 150 : 700 };
  const rows: string[][] = [['class', 'in true', 'in found', 'out true', 'out found', 'wrong', 'ours', 'first beam decides']];
  const add = (name: string, score: DoorScore): void => {
    const { truth, ours, naive } = score;
    const numbers = [truth.in, ours.in, truth.out, ours.out, score.wrong].map(String);
    rows.push([name, ...numbers, pct(ours, truth), pct(naive, truth)]);
  };
  let wrong = 0;
  for (const kind of DOOR_CLASSES) {
    const score = scoreDoor([kind], kind, options);
    if (kind !== SIDE_BY_SIDE) wrong += score.wrong;
    add(kind, score);
  }
  const mixed = scoreDoor(MIX, 'mixed', options);
  add('all but side by side, mixed', mixed);
  const all = scoreDoor([...MIX, ...MIX.map(() => 'single' as const), SIDE_BY_SIDE], 'street', options);
  add('street: 4 % side by side', all);
  const truth = all.truth.in + all.truth.out;
  return {
    table: { title: 'Doors: crossings by class, three seeds', rows },
    figures: {
      door_wrong_crossings: wrong + mixed.wrong,
      door_street_error_pct: Number(((100 * (all.ours.in + all.ours.out - truth)) / truth).toFixed(2)),
      door_street_first_beam_error_pct: Number(((100 * (all.naive.in + all.naive.out - truth)) / truth).toFixed(2)),
    },
  };
}

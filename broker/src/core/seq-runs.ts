/** A run of sequence numbers, both ends included. */
export interface SeqRun {
  readonly from: number;
  readonly to: number;
}

/** True when `seq` lies in one of the sorted, disjoint runs. */
export function hasSeq(runs: readonly SeqRun[], seq: number): boolean {
  const index = lastStartingAtOrBefore(runs, seq);
  const run = runs[index];
  return run !== undefined && seq <= run.to;
}

/** The runs with `added` joined in: sorted, disjoint, never touching. The argument is not changed. */
export function addRun(runs: readonly SeqRun[], added: SeqRun): readonly SeqRun[] {
  let { from, to } = added;
  const before: SeqRun[] = [];
  const after: SeqRun[] = [];
  for (const run of runs) {
    if (run.to < from - 1) before.push(run);
    else if (run.from > to + 1) after.push(run);
    else {
      from = Math.min(from, run.from);
      to = Math.max(to, run.to);
    }
  }
  return [...before, { from, to }, ...after];
}

/** Sequence numbers missing between 0 and the highest one received: measured loss, or not yet sent. */
export function missingIn(runs: readonly SeqRun[]): number {
  let next = 0;
  let missing = 0;
  for (const run of runs) {
    missing += run.from - next;
    next = run.to + 1;
  }
  return missing;
}

function lastStartingAtOrBefore(runs: readonly SeqRun[], seq: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.from ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

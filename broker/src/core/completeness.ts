import { DAY_MS, MINUTE_MS } from '@kringwijzer/contract';
import type { Received } from '../ports/series-store.ts';

/** A hole in a node's sequence: what it recorded and the hub does not have. */
export interface Gap {
  readonly boot: string;
  readonly from: number;
  readonly to: number;
  /** When the hub first saw the hole, UTC epoch ms. */
  readonly seenAt: number;
}

/** How complete the records of a node are. */
export interface Completeness {
  readonly node: string;
  readonly received: number;
  /** Missing of those first seen missing in the last 24 hours. */
  readonly missingDay: number;
  /** Missing in all. */
  readonly missing: number;
  /** Received of received and missing, 0..1; 1 when nothing was recorded yet. */
  readonly ratio: number;
  readonly gaps: readonly Gap[];
}

// Nodes send live records first and what waited afterwards, so a young hole is usually still on its way.
const GRACE_MS = 10 * MINUTE_MS;

/**
 * Completeness of one node from the runs of sequence numbers that arrived. A hole keeps the time it was first seen,
 * also when it has become smaller since.
 */
export function completenessOf(node: string, boots: readonly Received[], before: readonly Gap[], nowMs: number): Completeness {
  const gaps = boots.flatMap((boot) => gapsIn(boot, before, nowMs));
  const received = sum(boots.flatMap((boot) => boot.runs));
  const settled = gaps.filter((gap) => nowMs - gap.seenAt >= GRACE_MS);
  const missing = sum(settled);
  const missingDay = sum(settled.filter((gap) => nowMs - gap.seenAt < DAY_MS));
  return { node, received, missing, missingDay, gaps, ratio: received + missing === 0 ? 1 : received / (received + missing) };
}

function gapsIn({ boot, runs }: Received, before: readonly Gap[], nowMs: number): readonly Gap[] {
  const known = before.filter((gap) => gap.boot === boot);
  const gaps: Gap[] = [];
  let next = 0;
  for (const run of runs) {
    if (run.from > next) {
      const [from, to] = [next, run.from - 1];
      const seenAt = Math.min(nowMs, ...known.filter((gap) => gap.from <= to && gap.to >= from).map((gap) => gap.seenAt));
      gaps.push({ boot, from, to, seenAt });
    }
    next = run.to + 1;
  }
  return gaps;
}

const sum = (runs: readonly { readonly from: number; readonly to: number }[]): number =>
  runs.reduce((total, { from, to }) => total + to - from + 1, 0);

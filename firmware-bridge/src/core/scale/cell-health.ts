import type { ErrorCode } from '@kringwijzer/contract';

/** What is known of one channel's readings. */
export interface CellHealth {
  readonly last: number;
  /** Since when the reading has been exactly the same, and how many times. */
  readonly sameSinceMs: number;
  readonly same: number;
  /** Share of readings equal to the one before while the cell lived; a living 24-bit reading never repeats for long. */
  readonly repeatRatio: number;
  readonly badSinceMs: number | undefined;
  readonly fault: ErrorCode | undefined;
}

/** What a reading is good for. */
export type Verdict = 'good' | 'missing' | 'saturated' | 'stuck';

const REPEAT_RATE = 0.01;
const LIVELY = 0.3;
const STUCK_READINGS = 60;
const STUCK_MS = 20_000;
const BAD_MS = 3_000;
/** Readings of a line that hangs high or low. Real only where the signal is near them anyway. */
const LINE_READINGS = new Set([-1, 0]);
const NEAR_COUNTS = 200;

export const freshCell = (): CellHealth => ({
  last: Number.NaN,
  sameSinceMs: 0,
  same: 0,
  repeatRatio: 1,
  badSinceMs: undefined,
  fault: undefined,
});

/** What a channel's readings can be. */
export interface CellRange {
  readonly saturationCounts: number;
  readonly zeroCounts: number;
  /** Counts away from zero from where on exactly -1 or 0 is a dead line and not an empty scale. */
  readonly emptyCounts: number;
  /** False for values that may rightly stand still, as those of an indicator. */
  readonly lively: boolean;
}

/** The reading's verdict and the cell after it. A 24-bit amplifier at its end reads 0x7FFFFF or 0x800000, an unplugged one -1 or nothing. */
export function judgeReading(
  cell: CellHealth,
  counts: number | undefined,
  atMs: number,
  range: CellRange,
): { cell: CellHealth; verdict: Verdict } {
  const verdict = firstVerdict(cell, counts, range);
  if (verdict !== 'good' || counts === undefined) return { cell: { ...cell, badSinceMs: cell.badSinceMs ?? atMs }, verdict };
  return judgeRepeats(cell, counts, atMs, range.lively);
}

function judgeRepeats(cell: CellHealth, counts: number, atMs: number, lively: boolean): { cell: CellHealth; verdict: Verdict } {
  const repeats = counts === cell.last;
  const same = repeats ? cell.same + 1 : 0;
  const sameSinceMs = repeats ? cell.sameSinceMs : atMs;
  const stuck = lively && same >= STUCK_READINGS && atMs - sameSinceMs >= STUCK_MS && cell.repeatRatio < LIVELY;
  // A long run says nothing about how lively the cell is: it is either dead or truly at rest.
  const repeatRatio =
    same > STUCK_READINGS / 2 ? cell.repeatRatio : cell.repeatRatio + REPEAT_RATE * ((repeats ? 1 : 0) - cell.repeatRatio);
  const badSinceMs = stuck ? (cell.badSinceMs ?? atMs) : undefined;
  return { cell: { last: counts, sameSinceMs, same, repeatRatio, badSinceMs, fault: cell.fault }, verdict: stuck ? 'stuck' : 'good' };
}

function firstVerdict(cell: CellHealth, counts: number | undefined, range: CellRange): Verdict {
  if (counts === undefined || !Number.isFinite(counts)) return 'missing';
  if (Math.abs(counts) >= range.saturationCounts) return 'saturated';
  const line = LINE_READINGS.has(counts) && Math.abs(counts - range.zeroCounts) > range.emptyCounts;
  return line && !(Math.abs(counts - cell.last) < NEAR_COUNTS) ? 'missing' : 'good';
}

const CODES = { missing: 'KW_AMPLIFIER_MISSING', saturated: 'KW_AMPLIFIER_SATURATED', stuck: 'KW_AMPLIFIER_STUCK' } as const;

/** The fault a cell should show now: raised after some seconds of bad readings, ended by the first good one. */
export function cellFault(cell: CellHealth, verdict: Verdict, atMs: number): ErrorCode | undefined {
  if (verdict === 'good') return undefined;
  if (verdict === 'stuck' || (cell.badSinceMs !== undefined && atMs - cell.badSinceMs >= BAD_MS)) return CODES[verdict];
  return cell.fault;
}

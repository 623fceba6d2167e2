import type { KwRecord, Loss } from '@kringwijzer/contract';
import { type RecordValue, valueOf } from './record-value.ts';

/** A record that has its number but is not on the disk yet. */
export interface PendingRecord {
  readonly seq: number;
  readonly record: KwRecord;
  readonly value: RecordValue;
}

/** A run of sequence numbers that were given up: both ends inclusive. */
export interface LostRun {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Losses that are kept apart from the cap: they are small, and each accounts for a whole run. Past this the hub's own count of gaps must do. */
const LOSSES_MAX = 10_000;

/** Records waiting for the disk, bounded: past the cap the oldest of the least value goes, and losses never crowd facts out. */
export class PendingRecords {
  readonly #cap: number;
  #records: PendingRecord[] = [];
  #losses = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get size(): number {
    return this.#records.length;
  }

  add(seq: number, record: KwRecord): void {
    this.#records.push({ seq, record, value: valueOf(record.kind) });
    if (record.kind === 'loss') this.#losses += 1;
  }

  /** Lengthens a waiting loss that this run follows without a hole; false when there is none. */
  lengthen(lostBoot: string, run: LostRun, reason: Loss['reason']): boolean {
    const at = this.#records.findLastIndex(
      ({ record }) =>
        record.kind === 'loss' && record.lostBoot === lostBoot && record.reason === reason && record.toSeq + 1 === run.fromSeq,
    );
    const entry = this.#records[at];
    if (entry?.record.kind !== 'loss') return false;
    const record: Loss = { ...entry.record, toSeq: run.toSeq, count: run.toSeq - entry.record.fromSeq + 1 };
    this.#records[at] = { ...entry, record };
    return true;
  }

  /** All that waits, in order of sequence. It stays until `clear`. */
  all(): readonly PendingRecord[] {
    return this.#records;
  }

  clear(): void {
    this.#records = [];
    this.#losses = 0;
  }

  /** Gives up what is over the cap and returns it as runs. */
  shed(): LostRun[] {
    const over = this.#records.length - Math.min(this.#losses, LOSSES_MAX) - this.#cap;
    if (over <= 0) return [];
    // A tenth more than needed, so that a full disk does not make every single append search again.
    const wanted = over + Math.ceil(this.#cap / 10);
    const doomed = this.#records
      .filter(({ record }) => record.kind !== 'loss' || this.#losses > LOSSES_MAX)
      .sort((a, b) => a.value - b.value || a.seq - b.seq)
      .slice(0, wanted);
    const gone = new Set(doomed.map((entry) => entry.seq));
    this.#records = this.#records.filter((entry) => !gone.has(entry.seq));
    this.#losses = this.#records.filter(({ record }) => record.kind === 'loss').length;
    return runsOf([...gone].sort((a, b) => a - b));
  }
}

/** Rising numbers as runs without holes. */
export function runsOf(seqs: readonly number[]): LostRun[] {
  const runs: { fromSeq: number; toSeq: number }[] = [];
  for (const seq of seqs) {
    const last = runs.at(-1);
    if (last !== undefined && last.toSeq + 1 === seq) last.toSeq = seq;
    else runs.push({ fromSeq: seq, toSeq: seq });
  }
  return runs;
}

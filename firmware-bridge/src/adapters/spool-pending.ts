import type { KwRecord } from '@kringwijzer/contract';
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

/** Records waiting for the disk, bounded: past the cap the oldest of the least value goes. */
export class PendingRecords {
  readonly #cap: number;
  #records: PendingRecord[] = [];

  constructor(cap: number) {
    this.#cap = cap;
  }

  get size(): number {
    return this.#records.length;
  }

  /** Smallest waiting number; undefined when nothing waits. */
  firstSeq(): number | undefined {
    return this.#records[0]?.seq;
  }

  add(seq: number, record: KwRecord): void {
    this.#records.push({ seq, record, value: valueOf(record.kind) });
  }

  /** All that waits, in order of sequence. It stays until `clear`. */
  all(): readonly PendingRecord[] {
    return this.#records;
  }

  clear(): void {
    this.#records = [];
  }

  /** Gives up what is over the cap and returns it as runs. */
  shed(): LostRun[] {
    const over = this.#records.length - this.#cap;
    if (over <= 0) return [];
    // A tenth more than needed, so that a full disk does not make every single append search again.
    const wanted = over + Math.ceil(this.#cap / 10);
    const doomed = [...this.#records].sort((a, b) => a.value - b.value || a.seq - b.seq).slice(0, wanted);
    const gone = new Set(doomed.map((entry) => entry.seq));
    this.#records = this.#records.filter((entry) => !gone.has(entry.seq));
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

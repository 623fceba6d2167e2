import type { KwRecord } from '@kringwijzer/contract';
import type { SpooledRecord, SpoolRange } from '../ports/spool.ts';
import { shiftTimes } from './record-value.ts';
import type { SpoolBoots } from './spool-boots.ts';
import type { SpoolMark } from './spool-database.ts';
import type { LostRun } from './spool-pending.ts';
import type { SpoolTable } from './spool-table.ts';

/** Most a batch may hold. */
export interface BatchLimit {
  readonly records: number;
  readonly bytes: number;
}

/** What lies committed in the spool, in the runs that become batches. */
export class SpoolReader {
  readonly #boots: SpoolBoots;
  readonly #table: SpoolTable;

  constructor(boots: SpoolBoots, table: SpoolTable) {
    this.#boots = boots;
    this.#table = table;
  }

  /** What each boot still holds, oldest boot first. */
  ranges(): SpoolRange[] {
    const ranges: SpoolRange[] = [];
    for (const { id, boot } of this.#boots.all()) {
      const bounds = this.#table.bounds(id);
      if (bounds !== undefined) ranges.push({ boot, from: bounds.low, to: bounds.high + 1 });
    }
    return ranges;
  }

  /** A run without holes and of one clock trust from the start of the range, its times mapped to the wall clock. Empty when nothing is left. */
  read(range: SpoolRange, limit: BatchLimit): SpooledRecord[] {
    const boot = this.#boots.find(range.boot);
    if (boot === undefined) return [];
    const run: SpooledRecord[] = [];
    let bytes = 0;
    for (const row of this.#table.select(boot.id, range.from, range.to, limit.records)) {
      const clock = this.#boots.clockOf(boot, row.seq);
      const last = run.at(-1);
      bytes += row.bytes;
      if (last !== undefined && (row.seq !== last.seq + 1 || clock !== last.clock || bytes > limit.bytes)) break;
      const record = shiftTimes(JSON.parse(row.json) as KwRecord, boot.offsetMs ?? 0);
      run.push({ seq: row.seq, record, clock, bytes: row.bytes });
    }
    return run;
  }

  /** What a damaged spool held by its mark and this one does not: nothing or one run. */
  missing(mark: SpoolMark): LostRun[] {
    const boot = this.#boots.find(mark.boot);
    const bounds = boot && this.#table.bounds(boot.id);
    const fromSeq = bounds === undefined ? mark.oldestSeq : bounds.high + 1;
    const toSeq = mark.nextSeq - 1;
    return toSeq < fromSeq ? [] : [{ fromSeq, toSeq }];
  }
}

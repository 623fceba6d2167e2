import type Database from 'better-sqlite3';
import type { RecordValue } from './record-value.ts';
import type { LostRun } from './spool-pending.ts';
import { runsOf } from './spool-pending.ts';

/** Rows of one boot that were given up. */
export interface ShedRun extends LostRun {
  readonly bootId: number;
  readonly bytes: number;
}

export interface ProtectedRun extends LostRun {
  readonly bootId: number;
}

interface Row {
  readonly boot: number;
  readonly seq: number;
  readonly bytes: number;
}

const VALUES = [0, 1, 2] as const;
const PAGE = 2_000;

/** Chooses and deletes records of least value, oldest first, sparing what may already be stored at the hub. */
export class SpoolShedding {
  readonly #db: Database.Database;
  readonly #select: Database.Statement<[number, number, number, number]>;
  readonly #selectOld: Database.Statement<[number, number]>;
  readonly #delete: Database.Statement<[number, number, number]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#select = db.prepare('SELECT boot, seq, bytes FROM record WHERE (boot, seq) > (?, ?) AND value = ? ORDER BY boot, seq LIMIT ?');
    this.#selectOld = db.prepare('SELECT boot, seq, bytes FROM record WHERE boot = ? AND at < ? ORDER BY seq LIMIT 5000');
    this.#delete = db.prepare('DELETE FROM record WHERE boot = ? AND seq BETWEEN ? AND ?');
  }

  /** Gives up at least `bytes` of records worth at most `mostValue`, when there is that much that may go. */
  shedBytes(bytes: number, spared: readonly ProtectedRun[], mostValue: RecordValue): ShedRun[] {
    const rows: Row[] = [];
    let found = 0;
    for (const value of VALUES.filter((one) => one <= mostValue)) {
      let boot = -1;
      let seq = -1;
      while (found < bytes) {
        const page = this.#select.all(boot, seq, value, PAGE) as Row[];
        found += takeUpTo(bytes - found, page, rows, spared);
        const last = page.at(-1);
        if (last === undefined) break;
        boot = last.boot;
        seq = last.seq;
      }
    }
    return this.#remove(rows);
  }

  /** Gives up records of a boot older than `beforeAtMs` (node time of that boot). */
  shedOlder(bootId: number, beforeAtMs: number, spared: readonly ProtectedRun[]): ShedRun[] {
    const rows = (this.#selectOld.all(bootId, beforeAtMs) as Row[]).filter((row) => !isSpared(row, spared));
    return this.#remove(rows);
  }

  #remove(rows: readonly Row[]): ShedRun[] {
    const runs = groupRuns(rows);
    this.#db.transaction(() => {
      for (const run of runs) this.#delete.run(run.bootId, run.fromSeq, run.toSeq);
    })();
    return runs;
  }
}

/** Moves rows that may go from the page to the list until it has `bytes`; returns the bytes it took. */
function takeUpTo(bytes: number, page: readonly Row[], rows: Row[], spared: readonly ProtectedRun[]): number {
  let taken = 0;
  for (const row of page) {
    if (taken >= bytes) break;
    if (isSpared(row, spared)) continue;
    rows.push(row);
    taken += row.bytes;
  }
  return taken;
}

const isSpared = (row: Row, spared: readonly ProtectedRun[]): boolean =>
  spared.some((run) => run.bootId === row.boot && row.seq >= run.fromSeq && row.seq <= run.toSeq);

function groupRuns(rows: readonly Row[]): ShedRun[] {
  const bytesOf = new Map<number, Map<number, number>>();
  for (const row of rows) {
    const boot = bytesOf.get(row.boot) ?? new Map<number, number>();
    bytesOf.set(row.boot, boot.set(row.seq, row.bytes));
  }
  const runs: ShedRun[] = [];
  for (const [bootId, seqs] of bytesOf) {
    for (const run of runsOf([...seqs.keys()].sort((a, b) => a - b))) {
      let bytes = 0;
      for (let seq = run.fromSeq; seq <= run.toSeq; seq += 1) bytes += seqs.get(seq) ?? 0;
      runs.push({ bootId, ...run, bytes });
    }
  }
  return runs;
}

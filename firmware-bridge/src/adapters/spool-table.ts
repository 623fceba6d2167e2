import { createHash } from 'node:crypto';
import type { KwRecord } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';

/** Bytes a row takes beside its text. */
const ROW_BYTES = 40;
const QUARANTINE_CAP = 10_000;

export interface RecordRow {
  readonly seq: number;
  readonly bytes: number;
  readonly json: string;
}

/** Rows of one boot, both ends inclusive. */
export interface RowRun {
  readonly bootId: number;
  readonly from: number;
  readonly to: number;
}

/** A record to be written, with its number and how dearly it is kept. */
export interface NewRow {
  readonly bootId: number;
  readonly boot: string;
  readonly seq: number;
  readonly record: KwRecord;
  readonly value: number;
}

/** The rows of the spool, with a running count of records and bytes. */
export class SpoolTable {
  readonly #journal: boolean;
  readonly #insert: Database.Statement<[number, number, number, number, number, string]>;
  readonly #insertJournal: Database.Statement<[string, number, string]>;
  readonly #insertQuarantine: Database.Statement<[string, number, string, string]>;
  readonly #trimQuarantine: Database.Statement<[number]>;
  readonly #select: Database.Statement<[number, number, number, number]>;
  readonly #sum: Database.Statement<[number, number, number]>;
  readonly #sumAll: Database.Statement<[]>;
  readonly #delete: Database.Statement<[number, number, number]>;
  readonly #low: Database.Statement<[number]>;
  readonly #high: Database.Statement<[number]>;
  readonly #oldest: Database.Statement<[]>;
  readonly #remember: Database.Statement<[string, string]>;
  readonly #recall: Database.Statement<[string]>;
  records = 0;
  bytes = 0;

  constructor(db: Database.Database, journal: boolean) {
    this.#journal = journal;
    this.#insert = db.prepare('INSERT INTO record (boot, seq, at, value, bytes, json) VALUES (?, ?, ?, ?, ?, ?)');
    this.#insertJournal = db.prepare('INSERT INTO journal (boot, seq, sha) VALUES (?, ?, ?)');
    this.#insertQuarantine = db.prepare('INSERT OR REPLACE INTO quarantine (boot, seq, code, json) VALUES (?, ?, ?, ?)');
    this.#trimQuarantine = db.prepare('DELETE FROM quarantine WHERE rowid <= (SELECT max(rowid) FROM quarantine) - ?');
    this.#select = db.prepare('SELECT seq, bytes, json FROM record WHERE boot = ? AND seq >= ? AND seq < ? ORDER BY seq LIMIT ?');
    this.#sum = db.prepare(
      'SELECT count(*) AS records, coalesce(sum(bytes), 0) AS bytes FROM record WHERE boot = ? AND seq BETWEEN ? AND ?',
    );
    this.#sumAll = db.prepare('SELECT count(*) AS records, coalesce(sum(bytes), 0) AS bytes FROM record');
    this.#delete = db.prepare('DELETE FROM record WHERE boot = ? AND seq BETWEEN ? AND ?');
    this.#low = db.prepare('SELECT seq FROM record WHERE boot = ? ORDER BY seq LIMIT 1');
    this.#high = db.prepare('SELECT seq FROM record WHERE boot = ? ORDER BY seq DESC LIMIT 1');
    this.#oldest = db.prepare('SELECT boot, at FROM record ORDER BY boot, seq LIMIT 1');
    this.#remember = db.prepare('INSERT OR REPLACE INTO memory (device, json) VALUES (?, ?)');
    this.#recall = db.prepare('SELECT json FROM memory WHERE device = ?');
    this.recount();
  }

  /** Counts again from the disk, after a transaction that was rolled back. */
  recount(): void {
    const sum = this.#sumAll.get() as { records: number; bytes: number };
    this.records = sum.records;
    this.bytes = sum.bytes;
  }

  store(row: NewRow): void {
    const json = JSON.stringify(row.record);
    const bytes = Buffer.byteLength(json) + ROW_BYTES;
    this.#insert.run(row.bootId, row.seq, row.record.at, row.value, bytes, json);
    if (this.#journal) this.#insertJournal.run(row.boot, row.seq, createHash('sha256').update(json).digest('hex'));
    this.records += 1;
    this.bytes += bytes;
  }

  drop(run: RowRun): void {
    const sum = this.#sum.get(run.bootId, run.from, run.to) as { records: number; bytes: number };
    this.#delete.run(run.bootId, run.from, run.to);
    this.records -= sum.records;
    this.bytes -= sum.bytes;
  }

  /** Rows from `from` (inclusive) to `to` (exclusive). */
  select(bootId: number, from: number, to: number, limit: number): RecordRow[] {
    return this.#select.all(bootId, from, to, limit) as RecordRow[];
  }

  /** First and last number a boot still holds; undefined when it holds none. */
  bounds(bootId: number): { readonly low: number; readonly high: number } | undefined {
    const low = this.#low.get(bootId) as { seq: number } | undefined;
    const high = this.#high.get(bootId) as { seq: number } | undefined;
    return low === undefined || high === undefined ? undefined : { low: low.seq, high: high.seq };
  }

  oldest(): { readonly boot: number; readonly at: number } | undefined {
    return this.#oldest.get() as { boot: number; at: number } | undefined;
  }

  /** Sets a record aside with the reason; the oldest go when there are too many. */
  quarantine(boot: string, row: { readonly seq: number; readonly json: string }, code: string): void {
    this.#insertQuarantine.run(boot, row.seq, code, row.json);
    this.#trimQuarantine.run(QUARANTINE_CAP);
  }

  remember(device: string, json: string): void {
    this.#remember.run(device, json);
  }

  recall(device: string): string | undefined {
    return (this.#recall.get(device) as { json: string } | undefined)?.json;
  }
}

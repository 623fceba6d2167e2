import { type KwRecord, type Loss, NODE_DEVICE } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import type { NodeTime } from '../node-time.ts';
import type { Rejection, Spool, SpoolDepth, SpooledRecord, SpoolRange } from '../ports/spool.ts';
import { SpoolBallast } from './spool-ballast.ts';
import { SpoolBoots } from './spool-boots.ts';
import { openSpoolDatabase, type SpoolDamage, writeMark } from './spool-database.ts';
import { type LostRun, PendingRecords } from './spool-pending.ts';
import { type BatchLimit, SpoolReader } from './spool-reader.ts';
import { type ShedRun, SpoolShedding } from './spool-shedding.ts';
import { type RowRun, SpoolTable } from './spool-table.ts';

export interface SqliteSpoolOptions {
  readonly file: string;
  /** 16 hex digits, new at every start. */
  readonly boot: string;
  readonly time: NodeTime;
  readonly log: Logger;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Keeps a digest of each committed record for ever, for audits of the delivery. */
  readonly journal?: boolean;
  /** Records kept in memory while the disk is full. */
  readonly pendingCap?: number;
  /** Largest size of the database in pages; for tests of a full disk. */
  readonly maxPages?: number;
}

const PENDING_CAP = 20_000;
/** Shedding goes on to this share of the limit, so that it does not run at every append. */
const SHED_TO = 0.95;
/** Share of the spool given up at once when the disk itself is full. */
const DISK_FULL_SHARE = 0.1;
/** A full disk is tried again at most this often, in ms. */
const RETRY_MS = 1_000;

type LossReason = Loss['reason'];

/** The spool on SQLite with WAL and `synchronous=FULL`: a committed record survives a power cut. */
export class SqliteSpool implements Spool {
  readonly boot: string;
  readonly #options: SqliteSpoolOptions;
  readonly #db: Database.Database;
  readonly #boots: SpoolBoots;
  readonly #table: SpoolTable;
  readonly #reader: SpoolReader;
  readonly #shedding: SpoolShedding;
  readonly #ballast: SpoolBallast;
  readonly #pending: PendingRecords;
  readonly #listeners = new Set<() => void>();
  readonly #memories = new Map<string, string>();
  #deletions: RowRun[] = [];
  #inFlight: () => readonly SpoolRange[] = () => [];
  #nextSeq = 0;
  #committedTo = 0;
  #scheduled: NodeJS.Immediate | undefined;
  #fullSinceMs: number | undefined;
  #triedMs = 0;
  #closed = false;

  constructor(options: SqliteSpoolOptions) {
    this.#options = options;
    this.boot = options.boot;
    this.#ballast = new SpoolBallast(options.file);
    const opened = openSpoolDatabase(options.file, options.log);
    this.#db = opened.db;
    if (options.maxPages !== undefined) this.#db.pragma(`max_page_count = ${options.maxPages}`);
    this.#boots = new SpoolBoots(this.#db, options.boot, options.time);
    this.#table = new SpoolTable(this.#db, options.journal === true);
    this.#reader = new SpoolReader(this.#boots, this.#table);
    this.#shedding = new SpoolShedding(this.#db);
    this.#pending = new PendingRecords(options.pendingCap ?? PENDING_CAP);
    this.#ballast.restore();
    if (opened.damage !== undefined) this.#recordDamage(opened.damage);
    options.time.onChange((change) => this.#boots.timeChanged(change.why, this.#nextSeq));
    this.#mark();
  }

  append(record: KwRecord): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    this.#pending.add(seq, record);
    this.#recordLosses(this.boot, this.#pending.shed(), 'disk_full');
    // One transaction for all that arrives in this turn of the event loop: a commit costs a sync of the disk.
    this.#scheduled ??= setImmediate(() => this.flush());
    return seq;
  }

  flush(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (this.#closed || this.#waitsForRoom()) return;
    const before = this.#committedTo;
    if (!this.#tryCommit()) this.#makeRoomAndCommit();
    const overBytes = this.#table.bytes - this.#options.maxBytes;
    if (overBytes > 0) {
      this.#shedBytes(overBytes + this.#options.maxBytes * (1 - SHED_TO), 'spool_full');
      this.#tryCommit();
    }
    if (this.#committedTo !== before) for (const listener of this.#listeners) listener();
  }

  committedTo(): number {
    return this.#committedTo;
  }

  ranges(): SpoolRange[] {
    return this.#reader.ranges();
  }

  read(range: SpoolRange, limit: BatchLimit): SpooledRecord[] {
    return this.#reader.read(range, limit);
  }

  acknowledge(range: SpoolRange, rejected: readonly Rejection[]): void {
    const boot = this.#boots.find(range.boot);
    if (boot === undefined) return;
    for (const { seq, code } of rejected) this.#quarantine(boot, seq, code);
    this.#deletions.push({ bootId: boot.id, from: range.from, to: range.to - 1 });
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  depth(): SpoolDepth {
    const row = this.#table.oldest();
    const oldestAtMs = row === undefined ? undefined : row.at + (this.#boots.byId(row.boot)?.offsetMs ?? 0);
    return { records: this.#table.records + this.#pending.size, bytes: this.#table.bytes, oldestAtMs };
  }

  protect(inFlight: () => readonly SpoolRange[]): void {
    this.#inFlight = inFlight;
  }

  onCommit(run: () => void): void {
    this.#listeners.add(run);
  }

  /** Once a minute: what is too old goes, the mark and the ballast are renewed. Never throws. */
  keepHouse(): void {
    if (this.#closed) return;
    this.flush();
    this.#guarded(() => this.#shedOld());
    this.flush();
    this.#guarded(() => this.#boots.forget());
    if (this.#fullSinceMs === undefined) this.#ballast.restore();
    this.#mark();
  }

  /** What a device last kept with `remember`; undefined when it never did. */
  recall(device: string): unknown {
    const json = this.#memories.get(device) ?? this.#table.recall(device);
    return json === undefined ? undefined : JSON.parse(json);
  }

  /** Keeps a device's own memory (tare, zero, calibration) over restarts, in the same transaction as the records of this moment. */
  remember(device: string, memory: unknown): void {
    this.#memories.set(device, JSON.stringify(memory));
    this.#scheduled ??= setImmediate(() => this.flush());
  }

  close(): void {
    if (this.#closed) return;
    this.#triedMs = 0;
    this.flush();
    this.#mark();
    this.#closed = true;
    this.#db.close();
  }

  #tryCommit(): boolean {
    const pending = this.#pending.all();
    if (pending.length === 0 && this.#deletions.length === 0 && this.#memories.size === 0) return true;
    const own = this.#boots.own;
    const done = this.#guarded(
      this.#db.transaction(() => {
        for (const run of this.#deletions) this.#table.drop(run);
        for (const row of pending) this.#table.store({ bootId: own.id, boot: own.boot, ...row });
        for (const [device, json] of this.#memories) this.#table.remember(device, json);
      }),
    );
    if (!done) {
      this.#table.recount();
      return false;
    }
    this.#deletions = [];
    this.#memories.clear();
    this.#pending.clear();
    this.#committedTo = this.#nextSeq;
    if (this.#fullSinceMs !== undefined) this.#roomAgain();
    return true;
  }

  #waitsForRoom(): boolean {
    return this.#fullSinceMs !== undefined && performance.now() - this.#triedMs < RETRY_MS;
  }

  #makeRoomAndCommit(): void {
    this.#triedMs = performance.now();
    this.#ballast.release();
    this.#shedBytes(this.#table.bytes * DISK_FULL_SHARE, 'disk_full');
    this.#guarded(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
    this.#tryCommit();
  }

  /** Runs a write; a full or failing disk raises the fault and gives false, damage ends the process so that the next start repairs it. */
  #guarded(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/u.test(code)) throw error;
      this.#noRoom(code, error);
      return false;
    }
  }

  #noRoom(reason: string, err: unknown): void {
    if (this.#fullSinceMs !== undefined) return;
    this.#fullSinceMs = performance.now();
    this.#options.log.error({ code: 'KW_SPOOL_DISK', reason, err }, 'the spool cannot be written; records wait in memory');
    this.#fault('KW_SPOOL_DISK', 'raised', reason);
  }

  #roomAgain(): void {
    this.#fullSinceMs = undefined;
    this.#options.log.warn({ code: 'KW_SPOOL_DISK' }, 'the spool can be written again');
    this.#fault('KW_SPOOL_DISK', 'cleared');
  }

  /** Over its own limit everything may go; on a disk that others fill, no stored event makes way for a newer weight. */
  #shedBytes(bytes: number, reason: LossReason): void {
    this.#guarded(() => this.#giveUp(this.#shedding.shedBytes(bytes, this.#spared(), reason === 'disk_full' ? 0 : 2), reason));
  }

  #shedOld(): void {
    const nowMs = this.#options.time.nowMs();
    for (const boot of this.#boots.all()) {
      // A boot whose clock is not known has no age; it is bounded by bytes alone.
      if (boot.offsetMs === undefined) continue;
      const before = this.#options.time.toWallMs(nowMs) - this.#options.maxAgeMs - boot.offsetMs;
      this.#giveUp(this.#shedding.shedOlder(boot.id, before, this.#spared()), 'spool_age');
    }
  }

  #giveUp(runs: readonly ShedRun[], reason: LossReason): void {
    if (runs.length === 0) return;
    const count = runs.reduce((sum, run) => sum + run.toSeq - run.fromSeq + 1, 0);
    this.#table.recount();
    this.#options.log.warn({ code: 'KW_SPOOL_FULL', count, reason }, 'records of least value were given up');
    for (const run of runs) this.#recordLosses(this.#boots.byId(run.bootId)?.boot ?? this.boot, [run], reason);
  }

  #spared(): { readonly bootId: number; readonly fromSeq: number; readonly toSeq: number }[] {
    return this.#inFlight().flatMap(({ boot, from, to }) => {
      const known = this.#boots.find(boot);
      return known === undefined ? [] : [{ bootId: known.id, fromSeq: from, toSeq: to - 1 }];
    });
  }

  #quarantine(boot: { readonly id: number; readonly boot: string }, seq: number, code: string): void {
    const row = this.#table.select(boot.id, seq, seq + 1, 1)[0];
    if (row === undefined) return;
    this.#options.log.error({ code, boot: boot.boot, seq }, 'the hub refuses a record for good; it is kept in quarantine');
    this.#guarded(() => this.#table.quarantine(boot.boot, row, code));
    this.#recordLosses(boot.boot, [{ fromSeq: seq, toSeq: seq }], 'poison');
  }

  #recordLosses(lostBoot: string, runs: readonly LostRun[], reason: LossReason): void {
    for (const run of runs) {
      if (this.#pending.lengthen(lostBoot, run, reason)) continue;
      const { fromSeq, toSeq } = run;
      const at = this.#options.time.nowMs();
      this.append({ kind: 'loss', device: NODE_DEVICE, at, lostBoot, fromSeq, toSeq, count: toSeq - fromSeq + 1, reason });
    }
  }

  #recordDamage(damage: SpoolDamage): void {
    this.#fault('KW_SPOOL_CORRUPT', 'raised', `set aside as ${damage.aside}, ${damage.salvaged} records saved`.slice(0, 256));
    this.#fault('KW_SPOOL_CORRUPT', 'cleared');
    const { mark } = damage;
    if (mark === undefined || mark.boot === this.boot) return;
    this.#recordLosses(mark.boot, this.#reader.missing(mark), 'spool_corrupt');
  }

  #fault(code: 'KW_SPOOL_DISK' | 'KW_SPOOL_CORRUPT', state: 'raised' | 'cleared', detail?: string): void {
    const at = this.#options.time.nowMs();
    this.append({ kind: 'fault', device: NODE_DEVICE, at, code, state, ...(detail === undefined ? {} : { detail }) });
  }

  #mark(): void {
    const oldestSeq = this.#table.bounds(this.#boots.own.id)?.low ?? this.#nextSeq;
    try {
      writeMark(this.#options.file, { boot: this.boot, oldestSeq, nextSeq: this.#nextSeq });
    } catch {
      // A full disk: the mark of a minute ago still stands.
    }
  }
}

import type { ClockTrust } from '@kringwijzer/contract';
import type Database from 'better-sqlite3';
import type { NodeTime } from '../node-time.ts';

/** One start of the node, and how its node time maps to the wall clock. */
export interface SpoolBoot {
  readonly id: number;
  readonly boot: string;
  readonly kernel: string | null;
  readonly anchor: number;
  /** Wall minus node time; undefined while it is not known. */
  offsetMs: number | undefined;
  /** First sequence number that was stamped with the right clock; lower ones are restamped. */
  syncSeq: number | undefined;
}

interface BootRow {
  readonly id: number;
  readonly boot: string;
  readonly kernel: string | null;
  readonly anchor: number;
  readonly offset: number | null;
  readonly sync_seq: number | null;
}

/** The starts the spool still knows. Our own is on the disk before the constructor returns, so before its id is used. */
export class SpoolBoots {
  readonly own: SpoolBoot;
  readonly #db: Database.Database;
  readonly #time: NodeTime;
  readonly #boots = new Map<string, SpoolBoot>();
  readonly #update: Database.Statement<[number | null, number | null, number]>;

  constructor(db: Database.Database, boot: string, time: NodeTime) {
    this.#db = db;
    this.#time = time;
    const offset = time.offsetMs();
    db.prepare('INSERT INTO boot (boot, kernel, anchor, offset, sync_seq) VALUES (?, ?, ?, ?, ?)').run(
      boot,
      time.kernelBoot ?? null,
      time.anchorMs,
      offset ?? null,
      offset === undefined ? null : 0,
    );
    this.#update = db.prepare('UPDATE boot SET offset = ?, sync_seq = ? WHERE id = ?');
    for (const row of db.prepare('SELECT * FROM boot ORDER BY id').all() as BootRow[]) this.#boots.set(row.boot, bootOf(row));
    const own = this.#boots.get(boot);
    if (own === undefined) throw new RangeError(`boot ${boot} was not stored`);
    this.own = own;
    if (offset !== undefined) this.#restampEarlier(offset, false);
  }

  /** All starts, oldest first. */
  all(): SpoolBoot[] {
    return [...this.#boots.values()];
  }

  find(boot: string): SpoolBoot | undefined {
    return this.#boots.get(boot);
  }

  byId(id: number): SpoolBoot | undefined {
    return this.all().find((boot) => boot.id === id);
  }

  /** Trust in the time of a record. */
  clockOf(boot: SpoolBoot, seq: number): ClockTrust {
    if (boot.offsetMs === undefined || boot.syncSeq === undefined) return 'unsynced';
    return seq < boot.syncSeq ? 'restamped' : 'synced';
  }

  /** Takes the new mapping for our own boot and for earlier ones of the same kernel, whose monotonic clock is the same one. */
  timeChanged(why: 'synced' | 'stepped', nextSeq: number): void {
    const offset = this.#time.offsetMs();
    if (offset === undefined) return;
    this.own.offsetMs = offset;
    this.own.syncSeq = nextSeq;
    this.#restampEarlier(offset, why === 'stepped');
    this.save();
  }

  /** Writes the mappings. A full disk loses nothing: they are written again each minute, and known again after a restart. */
  save(): void {
    try {
      for (const boot of this.#boots.values()) this.#update.run(boot.offsetMs ?? null, boot.syncSeq ?? null, boot.id);
    } catch {
      // The disk refused; the spool raises its own fault at the next commit.
    }
  }

  /** Forgets earlier starts without records. */
  forget(): void {
    const offset = this.#time.offsetMs();
    if (offset !== undefined && this.own.offsetMs !== offset) this.own.offsetMs = offset;
    this.save();
    const empty = this.#db
      .prepare('SELECT boot FROM boot WHERE id <> ? AND NOT EXISTS (SELECT 1 FROM record WHERE record.boot = boot.id)')
      .all(this.own.id) as { boot: string }[];
    for (const { boot } of empty) {
      this.#db.prepare('DELETE FROM boot WHERE boot = ?').run(boot);
      this.#boots.delete(boot);
    }
  }

  #restampEarlier(offset: number, all: boolean): void {
    const kernel = this.#time.kernelBoot;
    if (kernel === undefined) return;
    for (const boot of this.#boots.values()) {
      if (boot === this.own || boot.kernel !== kernel || (boot.offsetMs !== undefined && !all)) continue;
      boot.offsetMs = this.#time.anchorMs + offset - boot.anchor;
      boot.syncSeq = Number.MAX_SAFE_INTEGER;
    }
  }
}

const bootOf = (row: BootRow): SpoolBoot => ({
  id: row.id,
  boot: row.boot,
  kernel: row.kernel,
  anchor: row.anchor,
  offsetMs: row.offset ?? undefined,
  syncSeq: row.sync_seq ?? undefined,
});

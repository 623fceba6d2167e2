import type { StoreAdmin } from '../../ports/series-store.ts';
import { backupStore } from './backup.ts';
import type { ConnectionKeeper } from './connection.ts';
import { Maintenance } from './maintenance.ts';
import { applyRetention } from './retention.ts';
import { SEAL_AFTER_MS, SLICE_MS, type SqliteStoreOptions } from './store-options.ts';

/** Upkeep of the store file. */
export class SqliteAdmin implements StoreAdmin {
  private readonly options: SqliteStoreOptions;
  private readonly keeper: ConnectionKeeper;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(options: SqliteStoreOptions, keeper: ConnectionKeeper) {
    this.options = options;
    this.keeper = keeper;
  }

  async health(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    try {
      this.keeper.read(({ db }) => db.prepare('SELECT count(*) FROM cursor').get());
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
    const { lastFailure } = this.keeper;
    return lastFailure === undefined ? { ok: true } : { ok: false, reason: lastFailure };
  }

  maintain(): Promise<void> {
    return this.alone(() => this.maintenance().run(this.options.nowMs()));
  }

  applyRetention(nowMs: number): Promise<void> {
    return this.alone(async () => {
      await this.maintenance().run(nowMs);
      await applyRetention(this.keeper, { nowMs, sliceMs: this.options.sliceMs ?? SLICE_MS, signal: this.stopping.signal });
    });
  }

  async backup(destination: string): Promise<void> {
    await backupStore(this.keeper.use().db, destination);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    // What upkeep had to say went to its own caller.
    await this.running.catch(() => undefined);
    this.keeper.close();
  }

  private maintenance(): Maintenance {
    return new Maintenance(this.keeper, {
      sealAfterMs: this.options.sealAfterMs ?? SEAL_AFTER_MS,
      sliceMs: this.options.sliceMs ?? SLICE_MS,
      signal: this.stopping.signal,
    });
  }

  /** One upkeep at a time: two would seal the same day twice. */
  private alone(work: () => Promise<void>): Promise<void> {
    const next = this.running.catch(() => undefined).then(work);
    this.running = next;
    return next;
  }
}

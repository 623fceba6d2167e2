import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { KwError } from '@kringwijzer/contract';
import type { Database } from 'better-sqlite3';

/** One step from a layout to the next: SQL, or what SQL alone cannot say. A step that has been released never changes. */
export type LayoutStep = string | ((db: Database) => void);

/** How a file came to be what it is; `user_version` counts the steps taken. */
export interface Layout {
  readonly steps: readonly LayoutStep[];
  /**
   * Version of a file that has tables but no number: the program that wrote it did not count yet. Every step is taken on it,
   * so those up to this version must bear being taken twice.
   */
  readonly unnumbered?: number;
}

/**
 * Brings an open file to the newest layout, all steps in one transaction; `beforeStep` is called once when a file that
 * exists is going to change. Throws KW_STORE_VERSION for a file of a newer program, and leaves it alone.
 */
export function migrateFile(db: Database, { steps, unnumbered = 0 }: Layout, beforeStep: (version: number) => void): void {
  const numbered = Number(db.pragma('user_version', { simple: true }));
  const version = numbered === 0 && hasTables(db) ? unnumbered : numbered;
  if (version > steps.length) throw new KwError('KW_STORE_VERSION', { file: db.name, version, known: steps.length });
  if (numbered === steps.length) return;
  if (version > 0 && version < steps.length) beforeStep(version);
  db.transaction(() => {
    for (const step of steps.slice(numbered)) {
      if (typeof step === 'string') db.exec(step);
      else step(db);
    }
    db.pragma(`user_version = ${steps.length}`);
  })();
}

const hasTables = (db: Database): boolean => db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' LIMIT 1").get() !== undefined;

/** Copies an open file as it is to `<file>.v<version>.bak`, for its owner only, unless that is there; answers the name of the copy. */
export function copyBefore(db: Database, version: number): string {
  const copy = `${db.name}.v${version}.bak`;
  if (existsSync(copy)) return copy;
  // It gets its name when it is whole: a start that was cut off leaves no half copy behind.
  const part = `${copy}.part`;
  rmSync(part, { force: true });
  db.exec(`VACUUM INTO '${part.replaceAll("'", "''")}'`);
  chmodSync(part, 0o600);
  renameSync(part, copy);
  return copy;
}

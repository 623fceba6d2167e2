import type { Database, Statement } from 'better-sqlite3';
import { addRun, type SeqRun } from '../../core/seq-runs.ts';
import type { Received } from '../../ports/series-store.ts';

/** One start of one node and what arrived of it. */
export interface BootRow {
  readonly id: number;
  readonly site: string;
  readonly node: string;
  readonly boot: string;
  runs: readonly SeqRun[];
}

/** Which sequence numbers of which boot were stored: the answer to "seen before?" and to "what is missing?". */
export class BootTable {
  private readonly known = new Map<string, BootRow>();
  private readonly find: Statement<[string, string, string], number>;
  private readonly insert: Statement<[string, string, string]>;
  private readonly readRuns: Statement<[number], SeqRun>;
  private readonly upsertRun: Statement<[number, number, number]>;
  private readonly deleteRun: Statement<[number, number]>;
  private readonly list: Statement<[string | null, string | null], { node: string; boot: string; from: number; to: number }>;

  constructor(db: Database) {
    this.find = db.prepare<[string, string, string], number>('SELECT id FROM boot WHERE site = ? AND node = ? AND boot = ?').pluck();
    this.insert = db.prepare('INSERT INTO boot(site, node, boot) VALUES(?, ?, ?)');
    this.readRuns = db.prepare('SELECT from_seq AS "from", to_seq AS "to" FROM received WHERE boot = ? ORDER BY from_seq');
    this.upsertRun = db.prepare(
      'INSERT INTO received(boot, from_seq, to_seq) VALUES(?, ?, ?) ON CONFLICT(boot, from_seq) DO UPDATE SET to_seq = excluded.to_seq',
    );
    this.deleteRun = db.prepare('DELETE FROM received WHERE boot = ? AND from_seq = ?');
    this.list = db.prepare(
      `SELECT boot.node, boot.boot, from_seq AS "from", to_seq AS "to" FROM received JOIN boot ON boot.id = received.boot
       WHERE ? IS NULL OR boot.node = ? ORDER BY boot.id, from_seq`,
    );
  }

  /** The row of a boot, made on first sight. Call inside a transaction. */
  rowFor(site: string, node: string, boot: string): BootRow {
    const text = `${site}/${node}/${boot}`;
    const seen = this.known.get(text);
    if (seen !== undefined) return seen;
    const id = this.find.get(site, node, boot) ?? Number(this.insert.run(site, node, boot).lastInsertRowid);
    const row: BootRow = { id, site, node, boot, runs: this.readRuns.all(id) };
    this.known.set(text, row);
    return row;
  }

  /** Marks sequence numbers as received. Call inside a transaction. */
  add(row: BootRow, added: SeqRun): void {
    const runs = addRun(row.runs, added);
    const kept = new Set(runs.map((run) => run.from));
    for (const run of row.runs) if (!kept.has(run.from)) this.deleteRun.run(row.id, run.from);
    const grown = runs.find((run) => run.from <= added.from && run.to >= added.to);
    if (grown !== undefined) this.upsertRun.run(row.id, grown.from, grown.to);
    row.runs = runs;
  }

  received(node?: string): readonly Received[] {
    const answers = new Map<string, { node: string; boot: string; runs: SeqRun[] }>();
    for (const { node: name, boot, from, to } of this.list.iterate(node ?? null, node ?? null)) {
      const text = `${name}/${boot}`;
      const answer = answers.get(text) ?? { node: name, boot, runs: [] };
      answer.runs.push({ from, to });
      answers.set(text, answer);
    }
    return [...answers.values()];
  }
}

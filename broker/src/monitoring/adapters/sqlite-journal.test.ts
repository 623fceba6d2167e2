import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryBody } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Journal } from '../ports/journal.ts';
import { copyJournal, JOURNAL_FILE } from './copy-journal.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

const open: Journal[] = [];
afterEach(() => {
  for (const journal of open.splice(0)) journal.close();
});
const folder = (): string => mkdtempSync(join(tmpdir(), 'kw-journal-'));
const journalIn = (path: string): Journal => {
  const journal = openSqliteJournal(path);
  open.push(journal);
  return journal;
};

const ANS = { by: 'Ans', at: 1_000 };
const sale = (pieces: number, from = 10): EntryBody => ({
  kind: 'sale',
  from,
  to: from,
  method: 'administration',
  source: 'kassa',
  pieces,
  cents: pieces * 100,
});

describe('the journal', () => {
  it('lets a later line stand in the place of an earlier one, and keeps both', () => {
    const journal = journalIn(':memory:');
    const [first] = journal.append(ANS, [{ body: sale(1) }]);
    const [second] = journal.append(ANS, [{ body: sale(2), supersedes: first!.id, why: 'verteld' }]);
    expect(journal.current({}).map(({ body }) => body)).toEqual([sale(2)]);
    expect(journal.history(second!.id).map(({ id }) => id)).toEqual([first!.id, second!.id]);
    journal.append(ANS, [{ body: sale(2), supersedes: second!.id, why: 'toch niet', struck: true }]);
    expect(journal.current({})).toEqual([]);
    expect(journal.history(first!.id)).toHaveLength(3);
  });

  it('refuses a line that is not there or was superseded, and then writes none of its company', () => {
    const journal = journalIn(':memory:');
    const [first] = journal.append(ANS, [{ body: sale(1) }]);
    journal.append(ANS, [{ body: sale(2), supersedes: first!.id }]);
    expect(() => journal.append(ANS, [{ body: sale(3) }, { body: sale(4), supersedes: first!.id }])).toThrow('KW_ENTRY_SUPERSEDED');
    expect(() => journal.append(ANS, [{ body: sale(3), supersedes: 99 }])).toThrow('KW_ENTRY_UNKNOWN');
    expect(journal.current({})).toHaveLength(1);
  });

  it('of a newer program is refused and left alone', () => {
    const file = join(folder(), JOURNAL_FILE);
    journalIn(file).append(ANS, [{ body: sale(1) }]);
    const newer = new Database(file);
    newer.pragma('user_version = 2');
    newer.close();
    expect(() => openSqliteJournal(file)).toThrow('KW_STORE_VERSION');
  });

  it('is not to be changed by any program that opens its file', () => {
    const file = join(folder(), JOURNAL_FILE);
    journalIn(file).append(ANS, [{ body: sale(1) }]);
    const other = new Database(file);
    expect(() => other.exec("UPDATE line SET body = '{}'")).toThrow('lines are never changed');
    expect(() => other.exec('DELETE FROM line')).toThrow('lines are never deleted');
    other.close();
  });

  it('finds lines whose time meets a period, and those of a file', () => {
    const journal = journalIn(':memory:');
    journal.append(ANS, [{ body: sale(1, 10) }, { body: { ...sale(2, 10), to: 50 } }, { body: sale(3, 30) }]);
    const { id } = journal.import(ANS, { file: 'kassa.csv', kind: 'sale' }, [{ body: sale(4, 40) }]);
    const pieces = (query: Parameters<Journal['current']>[0]) =>
      journal.current(query).map(({ body }) => (body.kind === 'sale' ? body.pieces : 0));
    expect(pieces({ from: 20, to: 40 })).toEqual([2, 3]);
    expect(pieces({ from: 10, to: 11 })).toEqual([1, 2]);
    expect(pieces({ batch: id })).toEqual([4]);
    expect(journal.imports()).toMatchObject([{ file: 'kassa.csv', rows: 1, standing: 1 }]);
  });

  it('keeps its lines over a restart and in a backup made while it is open', async () => {
    const path = folder();
    const journal = journalIn(join(path, JOURNAL_FILE));
    journal.append(ANS, [{ body: sale(7) }]);
    const backup = folder();
    await copyJournal(path, backup);
    journal.close();
    open.length = 0;
    for (const place of [path, backup])
      expect(
        journalIn(join(place, JOURNAL_FILE))
          .current({})
          .map(({ body }) => body),
      ).toEqual([sale(7)]);
  });
});

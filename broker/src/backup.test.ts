import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { startHub } from './app.ts';
import { backupFolder, backupNames, checkBackup, isBackupDue, restoreBackup } from './backup.ts';
import { loadHubConfig } from './load-config.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-backup-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
async function hubIn(data: string) {
  const config = loadHubConfig({ overrides: { data, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
  const hub = await startHub(config, { log: pino({ level: 'silent' }) });
  cleanups.push(() => hub.stop());
  return hub;
}

describe('backupFolder', () => {
  it('copies the folder of a hub that is running, counts what is in the copy, and the copy starts', async () => {
    const data = newFolder();
    const hub = await hubIn(data);
    hub.issueMachine('ha', 'integration');
    const made = await backupFolder(data, { nowMs: Date.now(), keep: 3 });
    expect(made).toMatchObject({ site: 'zuid', counts: { events: 0, people: 0, machines: 1 } });
    await hub.stop();
    const copy = join(newFolder(), 'data');
    restoreBackup(made.path, copy, 1);
    expect((await hubIn(copy)).httpPort).toBeGreaterThan(0);
  });

  it('copies a folder whose hub stands still, and keeps the newest', async () => {
    const data = newFolder();
    await (await hubIn(data)).stop();
    for (let made = 0; made < 3; made += 1) await backupFolder(data, { nowMs: 1_000 * made, keep: 2 });
    expect(backupNames(join(data, 'backups'))).toEqual(['1970-01-01T00-00-02-000Z', '1970-01-01T00-00-01-000Z']);
    expect(readdirSync(join(data, 'backups'))).toHaveLength(2);
  });

  it('takes away what a backup of days ago left unfinished, and leaves alone one that is being made', async () => {
    const data = newFolder();
    await (await hubIn(data)).stop();
    const at = Date.now();
    for (const name of ['old.part', 'new.part']) mkdirSync(join(data, 'backups', name), { recursive: true });
    utimesSync(join(data, 'backups', 'old.part'), new Date(at - 3 * 86_400_000), new Date(at - 3 * 86_400_000));
    await backupFolder(data, { nowMs: at, keep: 2 });
    expect(readdirSync(join(data, 'backups')).filter((name) => name.endsWith('.part'))).toEqual(['new.part']);
  });

  it('refuses a folder without a hub', () => {
    expect(() => backupFolder(newFolder(), { nowMs: 0, keep: 1 })).toThrow('no hub');
  });

  it('does not take a copy for sound that lost rows', async () => {
    const data = newFolder();
    const hub = await hubIn(data);
    hub.issueMachine('ha', 'integration');
    const { path } = await hub.backup();
    const db = new Database(join(path, 'hub.db'));
    db.exec('DELETE FROM credential');
    db.close();
    expect(() => checkBackup(path)).toThrow('does not hold what it says');
  });
});

describe('isBackupDue', () => {
  const name = '2026-11-21T12-00-00-000Z';
  const at = Date.UTC(2026, 10, 21, 12);
  it.each([
    ['no backup yet', [], at, true],
    ['one of an hour ago', [name], at + 3_600_000, false],
    ['one of a day ago', [name, '2026-11-20T12-00-00-000Z'], at + 86_400_000, true],
    ['one from a time yet to come', [name], at - 60_000, true],
  ] as const)('with %s', (_what, names, nowMs, due) => {
    expect(isBackupDue(names, 86_400_000, nowMs)).toBe(due);
  });
});

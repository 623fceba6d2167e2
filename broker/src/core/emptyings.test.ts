import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emptying, NodeMeta } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openHubDb } from '../adapters/hub-db/hub-db.ts';
import { createSqliteStore } from '../adapters/sqlite/sqlite-store.ts';
import { createEmptyings } from './emptyings.ts';
import { LiveModel } from './live-model.ts';

const NOW = Date.UTC(2026, 5, 1, 10);
const HOUR = 3_600_000;
const boot = '00000000000000aa';
const site = { id: 'zuid', name: 'Zuid', timeZone: 'Europe/Amsterdam' };
const box = { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4 } as const;
const meta: NodeMeta = { contract: 1, name: 'Hal', version: '1', simulated: false, devices: [box] };
const emptying = (hoursAgo: number, massG: number): Emptying => ({
  kind: 'emptying',
  device: 'box',
  at: NOW - hoursAgo * HOUR,
  massG,
  uncertaintyG: 1_000,
  confidence: 0.9,
  fromAt: NOW - hoursAgo * HOUR - 60_000,
  beforeG: massG,
  afterG: 0,
  swapped: false,
});

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function siteWith(...records: Emptying[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kw-emptyings-'));
  const store = await createSqliteStore({ path: join(folder, 'store.db'), log: pino({ level: 'silent' }), nowMs: () => NOW });
  const db = openHubDb(join(folder, 'hub.db'));
  cleanups.push(
    () => rmSync(folder, { recursive: true, force: true }),
    () => store.admin.close(),
    () => db.close(),
  );
  const live = new LiveModel(site);
  live.meta('yard', meta);
  const [result] = await store.ingest([
    { site: 'zuid', node: 'yard', receivedAt: NOW, batch: { boot, seq0: 0, clock: 'synced', records } },
  ]);
  live.records(result?.fresh ?? []);
  const open = () => createEmptyings({ store, words: db.staff.emptyings, live, push: () => undefined, nowMs: () => NOW });
  const last = () => live.snapshot(NOW).devices[0]?.lastEmptying;
  return { store, live, emptyings: open(), open, last, id: (seq: number) => `yard/${boot}/${seq}` };
}

describe('an emptying the scale saw', () => {
  it('stands open in the list and on the live picture until somebody confirms it', async () => {
    const { emptyings, last, id } = await siteWith(emptying(2, 1_800_000));
    expect(await emptyings.list(10)).toMatchObject([{ id: id(0), verdict: 'open', massG: 1_800_000 }]);
    expect(last()).toEqual({ id: id(0), at: NOW - 2 * HOUR, massG: 1_800_000 });
    await emptyings.confirm(id(0), 'Ans', { partner: 'Kringloop Oost', rejectPercent: 5 });
    expect(await emptyings.list(10)).toMatchObject([
      { verdict: 'confirmed', by: 'Ans', note: { partner: 'Kringloop Oost', rejectPercent: 5 } },
    ]);
    expect(last()).toMatchObject({ by: 'Ans', partner: 'Kringloop Oost' });
  });

  it('is told again with who confirmed it after the hub started anew', async () => {
    const { emptyings, live, open, last, id } = await siteWith(emptying(2, 1_800_000));
    await emptyings.confirm(id(0), 'Ans', {});
    live.emptied('yard', 'box', { id: id(0), at: NOW - 2 * HOUR, massG: 1_800_000 });
    await open().rebuild();
    expect(last()).toMatchObject({ by: 'Ans' });
  });

  it('stands beside the ticket that staff told, and tells the difference', async () => {
    const { emptyings, store, id } = await siteWith(emptying(2, 1_800_000));
    await emptyings.confirm(id(0), 'Ans', { ticket: { number: 'B-17', netG: 1_760_000 } });
    expect((await emptyings.list(10))[0]?.weighbridge).toEqual({
      number: 'B-17',
      netG: 1_760_000,
      differenceG: 40_000,
      differencePercent: expect.closeTo(2.27, 2) as number,
    });
    const pairs = await store.tickets.reconcile({ from: 0, to: NOW + HOUR, withinMs: HOUR });
    expect(pairs).toMatchObject([{ ticket: { number: 'B-17', container: 'box' }, differenceG: 40_000 }]);
  });

  it('finds its ticket by itself when tickets were imported', async () => {
    const { emptyings, store } = await siteWith(emptying(30, 900_000), emptying(2, 1_800_000));
    await store.tickets.add([{ number: 'B-18', at: NOW - HOUR, container: 'box', netG: 1_810_000 }]);
    const [newest, older] = await emptyings.list(10);
    expect(newest?.weighbridge).toMatchObject({ number: 'B-18', differenceG: -10_000 });
    expect(older?.weighbridge).toBeUndefined();
  });

  it('leaves an imported ticket at its own moment when staff name it', async () => {
    const { emptyings, store, id } = await siteWith(emptying(2, 1_800_000));
    await store.tickets.add([{ number: 'B-19', at: NOW - HOUR, container: 'box', netG: 1_810_000 }]);
    await emptyings.confirm(id(0), 'Ans', { ticket: { number: 'B-19', netG: 1_811_000 } });
    const [pair] = await store.tickets.reconcile({ from: 0, to: NOW + HOUR, withinMs: 2 * HOUR });
    expect(pair?.ticket).toMatchObject({ at: NOW - HOUR, netG: 1_811_000 });
  });
});

describe('an emptying that was none', () => {
  it('no longer counts: the one before it is the latest again, and it can be brought back', async () => {
    const { emptyings, store, last, id } = await siteWith(emptying(50, 1_500_000), emptying(2, 400_000));
    const sumG = async (): Promise<number> => {
      const match = { measurement: 'emptying', field: 'mass_g' };
      const query = { match, from: NOW - 3 * HOUR, to: NOW, bucket: 'hour', timeZone: site.timeZone, fn: ['sum'] } as const;
      return (await store.aggregate(query)).reduce((sum, { values }) => sum + (values.sum ?? 0), 0);
    };
    expect(await sumG()).toBe(400_000);
    await emptyings.deny(id(1), 'Kees');
    expect(last()).toMatchObject({ id: id(0), massG: 1_500_000 });
    expect((await emptyings.list(10))[0]).toMatchObject({ verdict: 'denied', by: 'Kees' });
    expect(await sumG()).toBe(0);
    await emptyings.confirm(id(1), 'Ans', {});
    expect(last()).toMatchObject({ id: id(1), by: 'Ans' });
    expect((await emptyings.list(10))[0]?.verdict).toBe('confirmed');
  });

  it('is refused when there is no such record', async () => {
    const { emptyings } = await siteWith(emptying(2, 1));
    await expect(emptyings.confirm(`yard/${boot}/99`, 'Ans', {})).rejects.toMatchObject({ code: 'KW_NOT_FOUND' });
  });
});

import type { EntryBody, OutcomeRequest } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { openHubDb } from '../adapters/hub-db/hub-db.ts';
import { openSqliteJournal } from '../monitoring/adapters/sqlite-journal.ts';
import { outcomeShares } from './outcome-shares.ts';
import { createOutcomes } from './outcomes.ts';

const NOW = Date.UTC(2026, 5, 1, 10);
const DAY = 86_400_000;
const yearOf = (atMs: number): number => new Date(atMs).getUTCFullYear();

function desk() {
  const journal = openSqliteJournal(':memory:');
  const db = openHubDb(':memory:');
  const lost: string[] = [];
  const make = (log = db.staff) =>
    createOutcomes({
      journal,
      log,
      shrink: (base64) =>
        Buffer.from(base64, 'base64').toString() === 'bad'
          ? Promise.reject(new Error('no picture'))
          : Promise.resolve(Buffer.from('small')),
      onPhotoLost: (client) => void lost.push(client),
      yearOf,
      nowMs: () => NOW,
    });
  return { outcomes: make(), make, journal, lost };
}

const request = (client: string, more: Partial<OutcomeRequest> = {}): OutcomeRequest => ({
  client: `client-${client}`,
  at: NOW - 1_000,
  stream: 'textile',
  outcome: 'resold',
  massG: 1_200,
  ...more,
});

describe('an outcome written at the table', () => {
  it('is a line of the journal with who, what and how the mass came about', async () => {
    const { outcomes, journal } = desk();
    await outcomes.write(request('1', { weighed: true, pieces: 3, barcode: '871234' }), 'Ans');
    expect(journal.current({ kinds: ['outcome'] })).toMatchObject([
      { by: 'Ans', body: { method: 'weighed', outcome: 'resold', stream: 'textile', massG: 1_200, pieces: 3, barcode: '871234' } },
    ]);
  });

  it('counts once however often it is sent, also when the hub fell before it noted the id', async () => {
    const { outcomes, make, journal } = desk();
    await outcomes.write(request('1'), 'Ans');
    await outcomes.write(request('1'), 'Ans');
    const forgetful = make(openHubDb(':memory:').staff);
    await forgetful.write(request('1'), 'Ans');
    expect(journal.current({ kinds: ['outcome'] })).toHaveLength(1);
  });

  it('is struck out by undo and stays so when it is sent again', async () => {
    const { outcomes, journal } = desk();
    await outcomes.write(request('1'), 'Ans');
    expect(outcomes.undo('client-1', 'Kees')).toMatchObject({ undone: true, by: 'Ans' });
    outcomes.undo('client-1', 'Kees');
    expect(await outcomes.write(request('1'), 'Ans')).toMatchObject({ undone: true });
    expect(journal.current({ kinds: ['outcome'] })).toEqual([]);
    expect(outcomes.list(0)).toEqual([]);
    expect(() => outcomes.undo('client-9', 'Kees')).toThrow(expect.objectContaining({ code: 'KW_NOT_FOUND' }) as Error);
  });

  it('keeps its figure when its photo cannot be kept', async () => {
    const { outcomes, lost } = desk();
    const bad = await outcomes.write(request('1', { photo: Buffer.from('bad').toString('base64') }), 'Ans');
    const good = await outcomes.write(request('2', { photo: Buffer.from('good').toString('base64') }), 'Ans');
    expect([bad.photo, good.photo, lost]).toEqual([false, true, ['client-1']]);
    expect(Buffer.from(outcomes.photo('client-2') ?? []).toString()).toBe('small');
  });

  it('is dated now when the tablet runs ahead, and refused when it is months old', async () => {
    const { outcomes } = desk();
    expect((await outcomes.write(request('1', { at: NOW + DAY }), 'Ans')).at).toBe(NOW);
    await expect(outcomes.write(request('2', { at: NOW - 61 * DAY }), 'Ans')).rejects.toMatchObject({ code: 'KW_REQUEST_INVALID' });
  });
});

describe('shares for the kiosk', () => {
  type Body = Extract<EntryBody, { kind: 'outcome' }>;
  const line = (day: number, outcome: Body['outcome'], massG: number): Body => ({
    kind: 'outcome',
    from: NOW - day * DAY,
    to: NOW - day * DAY,
    method: 'weighed',
    source: 's',
    outcome,
    massG,
  });
  const many = (n: number, outcome: Body['outcome'], massG = 1_000): Body[] =>
    Array.from({ length: n }, (_, i) => line(i % 40, outcome, massG));

  it('are the masses of the register, all kinds of reuse together', () => {
    const shares = outcomeShares(
      [...many(40, 'resold'), ...many(20, 'repaired'), ...many(30, 'recycled'), ...many(10, 'residual')],
      yearOf,
    );
    expect(shares).toMatchObject({ year: 2026, recycled: 0.3, residual: 0.1 });
    expect(shares?.reused).toBeCloseTo(0.6, 9);
  });

  it('are not told before a hundred lines over four weeks', () => {
    expect(outcomeShares([], yearOf)).toBeUndefined();
    expect(outcomeShares(many(99, 'resold'), yearOf)).toBeUndefined();
    expect(
      outcomeShares(
        Array.from({ length: 200 }, () => line(1, 'resold', 1_000)),
        yearOf,
      ),
    ).toBeUndefined();
  });

  it('do not let one truck speak for all', () => {
    expect(outcomeShares([...many(150, 'resold'), line(2, 'residual', 5_000_000)], yearOf)).toBeUndefined();
  });

  it('follow the journal', async () => {
    const { outcomes, journal } = desk();
    expect(outcomes.shares()).toBeUndefined();
    journal.append(
      { by: 'Ans', at: NOW },
      many(120, 'resold').map((body) => ({ body })),
    );
    expect(outcomes.shares()?.reused).toBe(1);
    await outcomes.write(request('1', { outcome: 'residual', massG: 30_000 }), 'Ans');
    expect(outcomes.shares()?.residual ?? 1).toBeGreaterThan(0.1);
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deposit, HOUR_MS } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../adapters/sqlite/sqlite-store.ts';
import type { SeriesStore } from '../ports/series-store.ts';
import { createKioskAnswers } from './kiosk-answers.ts';

const HOUR = Date.UTC(2026, 10, 21, 11);
const BOOT = 'aaaaaaaaaaaaaaaa';

describe('the answers of visitors', () => {
  let store: SeriesStore;
  let nowMs = HOUR;
  const answers = () => createKioskAnswers({ store, site: 'zuid', nowMs: () => nowMs });

  beforeEach(async () => {
    nowMs = HOUR + 25 * 60_000;
    const path = join(mkdtempSync(join(tmpdir(), 'kw-answers-')), 'store.db');
    store = await createSqliteStore({ path, log: pino({ level: 'silent' }), nowMs: () => nowMs });
  });
  afterEach(() => store.admin.close());

  const deposit = async (seq: number, massG: number, at = nowMs - 5_000): Promise<void> => {
    const record: Deposit = {
      kind: 'deposit',
      device: 'intake',
      at,
      massG,
      uncertaintyG: 50,
      confidence: 0.9,
      fromAt: at - 1,
      beforeG: 0,
      afterG: massG,
    };
    await store.ingest([
      { site: 'zuid', node: 'n1', receivedAt: nowMs, batch: { boot: BOOT, seq0: seq, clock: 'synced', records: [record] } },
    ]);
  };
  const points = async (measurement: string): Promise<{ at: number; value: number; tags: object; field: string }[]> => {
    const found = [];
    for await (const { at, value, series } of store.range({ match: { measurement }, from: HOUR - HOUR_MS, to: HOUR + 2 * HOUR_MS }))
      found.push({ at, value, tags: series.tags, field: series.field });
    return found;
  };

  it('are sums per hour, also over a restart, and tell no finer time', async () => {
    await answers().opinion('hal', { face: 'happy', suspect: false });
    const after = answers();
    await Promise.all([after.opinion('hal', { face: 'happy', suspect: false }), after.opinion('hal', { face: 'happy', suspect: false })]);
    nowMs += HOUR_MS;
    await after.opinion('hal', { face: 'happy', suspect: true });
    expect(await points('kiosk_opinion')).toEqual([
      { at: HOUR, value: 3, field: 'count', tags: { site: 'zuid', kiosk: 'hal', face: 'happy', burst: 'no' } },
      { at: HOUR + HOUR_MS, value: 1, field: 'count', tags: { site: 'zuid', kiosk: 'hal', face: 'happy', burst: 'yes' } },
    ]);
  });

  it('put the mass of each deposit under its stream once', async () => {
    await deposit(1, 4_200);
    await deposit(2, 1_500);
    const one = answers();
    expect(await one.stream('hal', { deposits: [`${BOOT}/1`, `${BOOT}/2`], stream: 'textile' })).toBe(2);
    expect(await one.stream('hal', { deposits: [`${BOOT}/1`], stream: 'bicycles' })).toBe(0);
    expect((await points('kiosk_stream')).map(({ field, value }) => [field, value]).sort()).toEqual([
      ['count', 2],
      ['mass_g', 5_700],
    ]);
  });

  it('make the record of the deposit carry its stream, at no other time than its own', async () => {
    await deposit(4, 3_000);
    const one = answers();
    await one.stream('hal', { deposits: [`${BOOT}/4`], stream: 'furniture' });
    const [event] = await store.events({ kinds: ['deposit'] });
    expect(event).toMatchObject({ record: { massG: 3_000, stream: 'furniture' }, correction: { by: 'kiosk hal', at: event?.record.at } });
    expect(await answers().stream('hal', { deposits: [`${BOOT}/4`], stream: 'other' })).toBe(0);
  });

  it('know nothing of a deposit that is not there or was long ago', async () => {
    await deposit(3, 4_000, nowMs - 11 * 60_000);
    expect(await answers().stream('hal', { deposits: [`${BOOT}/3`, `${BOOT}/99`, 'nonsense'], stream: 'other' })).toBe(0);
    expect(await points('kiosk_stream')).toEqual([]);
  });
});

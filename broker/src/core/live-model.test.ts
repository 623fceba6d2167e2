import type { ClockTrust, Deposit, KwRecord, NodeMeta, ScaleState } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../ports/series-store.ts';
import { LiveModel } from './live-model.ts';
import { impactG, publicDepositOf, shownStepG } from './public-figures.ts';

const NOON = Date.UTC(2026, 5, 1, 10); // 12:00 in Amsterdam
const boot = 'aaaaaaaaaaaaaaaa';
const factor = { value: 1.1, basis: 'reused', source: 's', year: 2023, reusedShare: { value: 0.56, source: 's', year: 2023 } } as const;
const site = { id: 'zuid', name: 'Zuid', timeZone: 'Europe/Amsterdam' };
const scale = (id: string, role: 'intake' | 'container' | 'outflow') =>
  ({ id, name: id, kind: 'scale', role, capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: 2_000_000 }) as const;
const metaWith = (...devices: NodeMeta['devices']): NodeMeta => ({ contract: 1, name: 'Hal', version: '1', simulated: false, devices });
let seq = 0;
const event = (record: KwRecord, clock: ClockTrust = 'synced'): StoredEvent => {
  seq += 1;
  return { id: `n1/${boot}/${seq}`, site: 'zuid', node: 'n1', boot, seq, clock, receivedAt: record.at, record };
};
const deposit = (device: string, massG: number, at = NOON): Deposit => ({
  kind: 'deposit',
  device,
  at,
  massG,
  uncertaintyG: 500,
  confidence: 0.9,
  fromAt: at - 1,
  beforeG: 0,
  afterG: massG,
});
const state = (at: number, netG = 0): ScaleState => ({ at, seq: 1, grossG: netG, netG, tareG: 0, stable: true, quality: 'good' });
const modelWith = (...devices: NodeMeta['devices']): LiveModel => {
  const model = new LiveModel(site);
  model.meta('n1', metaWith(...devices));
  return model;
};

describe('totals', () => {
  it('count each kilogram once: at the intake when there is one, else at the container', () => {
    const model = modelWith(scale('box', 'container'), scale('out', 'outflow'));
    model.records([event(deposit('box', 4_000)), event(deposit('out', 9_000))]);
    expect(model.totals(NOON)).toMatchObject({ todayG: 4_000, todayDeposits: 1 });
    model.meta('n1', metaWith(scale('box', 'container'), scale('floor', 'intake')));
    model.records([event(deposit('floor', 3_000)), event(deposit('box', 3_000))]);
    expect(model.totals(NOON)).toMatchObject({ todayG: 3_000, todayDeposits: 1 });
  });

  it('keep what a scale weighed after it was taken away', () => {
    const model = modelWith(scale('box', 'container'));
    model.records([event(deposit('box', 4_000))]);
    model.meta('n1', metaWith());
    expect(model.totals(NOON)).toMatchObject({ todayG: 4_000 });
  });

  it('start anew at local midnight and at local new year', () => {
    const model = modelWith(scale('box', 'container'));
    const beforeMidnight = Date.UTC(2026, 11, 31, 22, 59); // 23:59 in Amsterdam
    model.records([event(deposit('box', 4_000, beforeMidnight))]);
    expect(model.totals(beforeMidnight)).toMatchObject({ todayG: 4_000, yearG: 4_000 });
    expect(model.totals(beforeMidnight + 60_000)).toMatchObject({ todayG: 0, yearG: 0 });
  });

  it('put a late deposit into its own day', () => {
    const model = modelWith(scale('box', 'container'));
    model.records([event(deposit('box', 4_000, NOON - 86_400_000))]);
    expect(model.totals(NOON)).toMatchObject({ todayG: 0, yearG: 4_000 });
  });

  it('leave out what has no trusted time', () => {
    const model = modelWith(scale('box', 'container'));
    const changes = model.records([event(deposit('box', 4_000), 'unsynced')]);
    expect(model.totals(NOON).todayG).toBe(0);
    expect(changes[0]).toMatchObject({ type: 'deposit', value: { counted: false } });
  });

  it('add calibration straight and rounding as independent', () => {
    const model = modelWith(scale('box', 'container'));
    model.records(Array.from({ length: 100 }, () => event(deposit('box', 1_000))));
    // All of the 500 g is less than the rounding of a 1 kg division, so it averages out: 500 * sqrt(100).
    expect(model.totals(NOON).todayUncertaintyG).toBe(5_000);
  });
});

describe('the live picture', () => {
  it('takes a newer state only, but is not held up by a clock that ran ahead', () => {
    const model = modelWith(scale('box', 'container'));
    const take = (at: number): boolean =>
      model.state({ node: 'n1', device: 'box', state: { kind: 'scale', value: state(at) }, nowMs: NOON }) !== undefined;
    expect([take(NOON), take(NOON - 1), take(NOON), take(NOON + 1), take(NOON + 3_600_000), take(NOON + 2)]).toEqual([
      true,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it('says how full a container is: from mass or level, whichever is more', () => {
    const model = modelWith(scale('box', 'container'), { id: 'eye', name: 'eye', kind: 'level', container: 'box' });
    model.state({ node: 'n1', device: 'box', state: { kind: 'scale', value: state(NOON, 1_000_000) }, nowMs: NOON });
    const fill = () => model.snapshot(NOON).devices.find((device) => device.meta.id === 'box')?.fill;
    expect(fill()).toEqual({ ratio: 0.5, band: 'half', basis: 'mass' });
    const level = { at: NOON, seq: 1, distanceMm: 100, fillRatio: 0.96, quality: 'good' as const };
    const changes = model.state({ node: 'n1', device: 'eye', state: { kind: 'level', value: level }, nowMs: NOON });
    expect(fill()).toEqual({ ratio: 0.96, band: 'full', basis: 'both' });
    expect(changes).toMatchObject([{ value: { meta: { id: 'eye' } } }, { value: { meta: { id: 'box' }, fill: { band: 'full' } } }]);
  });

  it('does not believe the late will of an earlier start', () => {
    const model = modelWith();
    const status = (stateWord: 'online' | 'lost', ofBoot: string, at: number) =>
      model.status('n1', { state: stateWord, boot: ofBoot, version: '1', at });
    status('online', boot, NOON);
    expect(status('lost', 'bbbbbbbbbbbbbbbb', NOON - 1)).toBeUndefined();
    expect(status('lost', boot, NOON - 1)).toMatchObject([{ value: { status: { state: 'lost' } } }]);
  });

  it('shows a fault until it is cleared, also to the public as one word', () => {
    const model = modelWith(scale('box', 'container'));
    const fault = (stateWord: 'raised' | 'cleared') =>
      model.records([event({ kind: 'fault', device: 'box', at: NOON, code: 'KW_OVERLOAD', state: stateWord })]);
    fault('raised');
    expect([model.snapshot(NOON).nodes[0]?.faults.length, model.summary(NOON, factor).sensorFault]).toEqual([1, true]);
    fault('cleared');
    expect([model.snapshot(NOON).nodes[0]?.faults.length, model.summary(NOON, factor).sensorFault]).toEqual([0, false]);
  });

  it('is not filled up by devices a node never described', () => {
    const model = modelWith(scale('box', 'container'));
    const input = { node: 'n1', device: 'ghost', state: { kind: 'scale', value: state(NOON) }, nowMs: NOON } as const;
    expect(model.state(input)).toBeUndefined();
  });
});

describe('public figures', () => {
  const notice = {
    id: `n1/${boot}/1`,
    at: NOON,
    node: 'n1',
    device: 'box',
    massG: 4_260,
    uncertaintyG: 300,
    divisionG: 1_000,
    confidence: 0.9,
    counted: true,
  };
  it('round a gift to what the scale can tell, and never show nothing', () => {
    expect(publicDepositOf(notice, NOON)).toEqual({ id: `${boot}/1`, at: NOON, shownG: 4_000 });
    expect(publicDepositOf({ ...notice, massG: 600, divisionG: 1 }, NOON)?.shownG).toBe(500);
    expect(publicDepositOf({ ...notice, massG: 800, divisionG: 2_000 }, NOON)?.shownG).toBe(2_000);
    expect([shownStepG(1, 1), shownStepG(1_000, 1_100), shownStepG(5_000, 0), shownStepG(1, 6_000)]).toEqual([500, 2_000, 5_000, 10_000]);
  });

  it.each([
    ['small', { massG: 499 }],
    ['doubtful', { confidence: 0.59 }],
    ['not counted', { counted: false }],
    ['old', { at: NOON - 61_000 }],
  ])('say nothing of a %s one', (_word, more) => {
    expect(publicDepositOf({ ...notice, ...more }, NOON)).toBeUndefined();
  });

  it('apply the share of reuse only when the factor is about what is reused', () => {
    expect(impactG(10_000, factor)).toBe(6_160);
    expect(impactG(10_000, { ...factor, basis: 'collected' })).toBe(11_000);
  });
});

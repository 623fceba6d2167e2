import type { AlarmBoard, AlarmKind, AlarmSite, EnrolResponse, KwRecord, NodeMeta } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { simulatedClock } from '../../cli/src/simulation/simulated-clock.ts';
import { type AlarmHub, startAlarmHub } from '../support/alarm-yard.ts';
import { type ScriptedNode, startScriptedNode } from '../support/scripted-node.ts';

/** Tuesday 2 June 2026, 07:30 in Amsterdam: closed until 09:00. */
const EARLY = Date.UTC(2026, 5, 2, 5, 30);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SOON = { timeout: 60_000, interval: 200 };
const cleanups: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const scale = { kind: 'scale', capacityG: 5_000_000, divisionG: 1_000 } as const;
const meta: NodeMeta = {
  contract: 1,
  name: 'Meetkast',
  version: '0.1.0',
  simulated: true,
  devices: [
    { ...scale, id: 'box', name: 'Textiel', role: 'container', cells: 4, fullG: 1_000_000 },
    { ...scale, id: 'floor', name: 'Vloer', role: 'intake', cells: 1 },
    { kind: 'door', id: 'gate', name: 'Poort' },
    { kind: 'tool', id: 'saw', name: 'Zaag' },
  ],
};

interface Site {
  readonly alarms: AlarmHub;
  readonly node: ScriptedNode;
  readonly credential: EnrolResponse;
  /** Lets time pass at once. */
  ahead(ms: number): void;
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>;
  kinds(): Promise<readonly AlarmKind[]>;
}

async function startSite(): Promise<Site> {
  let aheadMs = 0;
  const clock = simulatedClock(EARLY, 1);
  const alarms = await startAlarmHub({ ...clock, nowMs: () => clock.nowMs() + aheadMs });
  cleanups.push(() => alarms.stop());
  const accepted = await fetch(`${alarms.hub.httpUrl}/api/v1/invites/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite: alarms.hub.adminInvite?.code, name: 'Ans', password: 'drie losse woorden' }),
  });
  const { csrf } = (await accepted.json()) as { csrf: string };
  const headers = { cookie: accepted.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-kw-csrf': csrf };
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const json = body !== undefined && { body: JSON.stringify(body) };
    const type = body !== undefined && { 'content-type': 'application/json' };
    const answer = await fetch(`${alarms.hub.httpUrl}/api/v1${path}`, { method, headers: { ...headers, ...type }, ...json });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  };
  const credential = await alarms.enrol('n1');
  const node = await startScriptedNode({ mqttUrl: alarms.hub.mqttUrl, credential, meta });
  cleanups.push(() => node.stop());
  const { settings } = await call<AlarmSite>('GET', '/alarms/settings');
  const rules = Object.keys(settings.kinds).map((kind) => [kind, { on: true, holdOffS: 0, escalateAfterMin: null }]);
  await call('POST', '/alarms/settings', { ...settings, kinds: Object.fromEntries(rules) });
  return {
    alarms,
    node,
    credential,
    call,
    ahead: (ms) => void (aheadMs += ms),
    kinds: async () => (await call<AlarmBoard>('GET', '/alarms')).active.map(({ kind }) => kind),
  };
}

/** Asks the store anew, as the hub does by itself every half minute. */
async function refresh(site: Site): Promise<void> {
  const { settings } = await site.call<AlarmSite>('GET', '/alarms/settings');
  await site.call('POST', '/alarms/settings', settings);
}

const fault = (device: string, code: string, at: number, state: 'raised' | 'cleared' = 'raised'): KwRecord => ({
  kind: 'fault',
  device,
  at,
  code,
  state,
});

describe('the alarms of a real hub', () => {
  it('know the faults a node tells of, and their end', async () => {
    const site = await startSite();
    const at = site.alarms.nowMs();
    const faults = [
      ['box', 'KW_CELL_DEAD'],
      ['floor', 'KW_OVERLOAD'],
      ['gate', 'KW_BEAM_BLOCKED'],
      ['floor', 'KW_LINE_CORRUPT'],
      ['node', 'KW_SPOOL_DISK'],
      ['node', 'KW_CLOCK_UNSYNCED'],
    ] as const;
    await site.node.record(...faults.map(([device, code]) => fault(device, code, at)));
    const kinds = ['overload', 'dead_cell', 'beam_stuck', 'sensor_fault', 'disk', 'clock'];
    await vi.waitFor(async () => expect(await site.kinds()).toEqual(kinds), SOON);
    await site.node.record(...faults.map(([device, code]) => fault(device, code, at + 1_000, 'cleared')));
    await vi.waitFor(async () => {
      site.ahead(10_000);
      expect(await site.kinds()).toEqual([]);
    }, SOON);
  }, 120_000);

  it('know what happened before opening, what is due, and what is nearly used up', async () => {
    const site = await startSite();
    const at = site.alarms.nowMs();
    const weighed = { uncertaintyG: 100, confidence: 0.9, beforeG: 100_000, afterG: 60_000 };
    const calibration = {
      id: 'c1',
      by: 'Ans',
      zeroCounts: 0,
      countsPerGram: 1,
      uncertaintyG: 50,
      points: [{ massG: 1_000, counts: 1, residualG: 0 }],
    };
    await site.node.record(
      { kind: 'removal', device: 'floor', at: at - MINUTE_MS, fromAt: at - 2 * MINUTE_MS, massG: 40_000, ...weighed },
      { kind: 'calibration', device: 'box', at: at - 366 * DAY_MS, ...calibration },
      { kind: 'session', device: 'saw', at: at - 210 * HOUR_MS, toAt: at - HOUR_MS, ended: 'stopped' },
      { kind: 'health', device: 'node', at: at - MINUTE_MS, uptimeS: 60, rssMb: 80, diskFreeMb: 120, spoolRecords: 0, spoolAgeS: 0 },
    );
    await refresh(site);
    await vi.waitFor(async () => expect(await site.kinds()).toEqual(['after_hours', 'disk', 'calibration_due', 'tool_service']), SOON);
    const { active } = await site.call<AlarmBoard>('GET', '/alarms');
    expect(active[0]?.words.nl.title).toBe('Vloer: di 07:29 ging er 40 kg af buiten openingstijd');

    await site.call('POST', `/alarms/${active[0]?.id ?? ''}/acknowledge`, {});
    await site.call('POST', '/alarms/tools/n1/saw/serviced', {});
    const again = { ...calibration, id: 'c2' };
    await site.node.record({ kind: 'calibration', device: 'box', at: at - 1_000, ...again });
    site.ahead(6 * MINUTE_MS);
    await refresh(site);
    await vi.waitFor(async () => {
      site.ahead(10_000);
      expect(await site.kinds()).toEqual(['disk']);
    }, SOON);
  }, 120_000);

  it('know a node that is gone, and a sensor that is silent once it is open', async () => {
    const site = await startSite();
    const say = async (seq: number): Promise<void> => {
      const value = { at: site.alarms.nowMs(), seq, grossG: 1_000, netG: 1_000, tareG: 0, stable: true, quality: 'good' };
      await site.node.state('floor', value);
    };
    await say(0);
    site.ahead(80 * MINUTE_MS);
    await refresh(site);
    expect(await site.kinds()).toEqual([]);
    site.ahead(26 * MINUTE_MS);
    const silent = ['no_data', 'no_data', 'no_data', 'no_data'];
    await vi.waitFor(async () => expect(await site.kinds()).toEqual(silent), SOON);

    const { username, password } = site.credential;
    await site.node.stop();
    const client = await connectAsync(site.alarms.hub.mqttUrl, { username, password, clientId: username, protocolVersion: 4 });
    cleanups.push(() => client.endAsync(true));
    const publish = (state: 'lost' | 'online'): Promise<unknown> =>
      client.publishAsync(
        'kw/v1/zuid/n1/status',
        JSON.stringify({ state, boot: 'bbbbbbbbbbbbbbbb', version: '0.1.0', at: site.alarms.nowMs() }),
        {
          qos: 1,
          retain: true,
        },
      );
    await publish('lost');
    await vi.waitFor(async () => expect(await site.kinds()).toContain('node_offline'), SOON);
    await publish('online');
    await vi.waitFor(async () => {
      site.ahead(10_000);
      expect(await site.kinds()).not.toContain('node_offline');
    }, SOON);

    // Records 0 to 49 of this start never come; young holes are still on their way.
    const late = { boot: 'cccccccccccccccc', seq0: 50, clock: 'synced', records: [fault('box', 'KW_CELL_DEAD', site.alarms.nowMs())] };
    await client.publishAsync('kw/v1/zuid/n1/rec', JSON.stringify(late), { qos: 1 });
    await site.call('GET', '/nodes');
    expect(await site.kinds()).not.toContain('records_missing');
    site.ahead(11 * MINUTE_MS);
    await site.call('GET', '/nodes');
    await vi.waitFor(async () => expect(await site.kinds()).toContain('records_missing'), SOON);
  }, 120_000);
});

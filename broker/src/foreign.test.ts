import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveSnapshot } from '@kringwijzer/contract';
import { connect, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connected } from '../testing/connected.ts';
import { createSqliteStore } from './adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';

const log = pino({ level: 'silent' });
const example = (name: string): string => join(import.meta.dirname, '../../docs/examples', `${name}.yaml`);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kw-foreign-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

class Site {
  readonly data = newFolder();
  readonly foreign: string;
  nowMs = Date.UTC(2026, 5, 10, 10, 0, 5);
  #hub: Hub | undefined;
  #cookie: string | undefined;

  constructor(foreign: string) {
    this.foreign = foreign;
  }

  get hub(): Hub {
    if (this.#hub === undefined) throw new Error('the hub is not started');
    return this.#hub;
  }

  async start(): Promise<this> {
    const { data, foreign } = this;
    const config = loadHubConfig({ overrides: { data, foreign, site: { id: 'zuid' }, http: { port: 0 }, mqtt: { port: 0 } } });
    const hub = await startHub(config, { log, nowMs: () => this.nowMs });
    cleanups.push(() => hub.stop());
    this.#hub = hub;
    return this;
  }

  /** A client with a credential of the role sensor, with a will as such clients have. */
  async sensor(username: string, willTopic: string): Promise<MqttClient> {
    const password = this.hub.issueMachine(username, 'sensor');
    const will = { topic: willTopic, payload: Buffer.from('Offline'), qos: 1, retain: true } as const;
    const options = { username, password, will, clientId: `${username}.bak-1`, protocolVersion: 4, reconnectPeriod: 0 } as const;
    const client = connect(this.hub.mqttUrl, options);
    cleanups.push(() => client.endAsync(true));
    client.on('error', () => undefined);
    await connected(client);
    return client;
  }

  async live(): Promise<LiveSnapshot> {
    const { hub } = this;
    if (this.#cookie === undefined) {
      const body = JSON.stringify({ invite: hub.adminInvite?.code, name: 'Ans', password: 'lang genoeg 1' });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${hub.httpUrl}/api/v1/invites/accept`, { method: 'POST', body, headers });
      this.#cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    }
    return (await (await fetch(`${hub.httpUrl}/api/v1/live`, { headers: { cookie: this.#cookie } })).json()) as LiveSnapshot;
  }

  /** Values by device and field that are on disk once the hub is stopped. */
  async stored(): Promise<Record<string, number[]>> {
    await this.hub.stop();
    const store = await createSqliteStore({ path: join(this.data, 'store.db'), log, nowMs: () => this.nowMs });
    const found: Record<string, number[]> = {};
    for await (const { series, value } of store.range({ match: {}, from: 0, to: this.nowMs + 1e9 })) {
      const { device, direction } = series.tags;
      const key = [device, series.field, ...(direction === undefined ? [] : [direction])].join(' ');
      found[key] = [...(found[key] ?? []), value];
    }
    await store.admin.close();
    return found;
  }
}
const refusedAs = (hub: Hub, code: string): number =>
  Number(new RegExp(`messages_refused_total\\{code="${code}"\\} (\\d+)`, 'u').exec(hub.metrics())?.[1] ?? 0);

describe('the examples', () => {
  it('esphome: metres and kilograms become a level, a mass curve and a fill', async () => {
    const site = await new Site(example('esphome')).start();
    const client = await site.sensor('esphome', 'esphome/bak-1/status');
    await client.publishAsync('esphome/bak-1/status', 'online', { qos: 1, retain: true });
    await client.publishAsync('esphome/bak-1/sensor/gewicht/state', '320.25', { qos: 1, retain: true });
    await client.publishAsync('esphome/bak-1/sensor/afstand/state', '0.85', { qos: 1, retain: true });
    const { nodes, devices } = await site.live();
    expect(nodes).toMatchObject([{ node: 'esphome', name: 'Container buiten', status: { state: 'online' }, simulated: false }]);
    const [scale, level] = devices;
    expect(scale).toMatchObject({ meta: { id: 'textiel' }, state: { value: { grossG: 320_250, netG: 200_250, tareG: 120_000 } } });
    expect(scale?.fill).toMatchObject({ basis: 'both' });
    expect(level).toMatchObject({ meta: { id: 'textiel-niveau' }, state: { value: { distanceMm: 850, fillRatio: 0.5 } } });
    site.nowMs += 10_000;
    await client.publishAsync('esphome/bak-1/sensor/gewicht/state', '320.75', { qos: 1 });
    expect(await site.stored()).toEqual({
      'textiel gross_g': [320_500],
      'textiel net_g': [200_750],
      'textiel-niveau distance_mm': [850],
      'textiel-niveau fill_ratio': [0.5],
    });
  });

  it('tasmota: amperes become the state of a tool and a session', async () => {
    const site = await new Site(example('tasmota')).start();
    const client = await site.sensor('tasmota', 'tele/zaag/LWT');
    const tell = (amps: number): Promise<unknown> =>
      client.publishAsync(
        'tele/zaag/SENSOR',
        JSON.stringify({ Time: '2026-06-10T12:00:05', ENERGY: { Total: 3.1, Power: 990, Voltage: 230, Current: amps } }),
        { qos: 1 },
      );
    await client.publishAsync('tele/zaag/STATE', '{"Wifi":{"RSSI":70}}', { qos: 1 });
    for (const amps of [0.05, 4.3, 4.5]) {
      await tell(amps);
      site.nowMs += 10_000;
    }
    expect((await site.live()).devices).toMatchObject([{ meta: { id: 'zaag' }, state: { value: { run: 'run', amps: 4.5 } } }]);
    await tell(0.4);
    expect((await site.live()).devices).toMatchObject([{ state: { value: { run: 'idle' } } }]);
    expect(await site.stored()).toEqual({ 'zaag sessions': [1], 'zaag run_s': [20] });
  });

  it('lorawan: an uplink becomes a level and passages, which a restart within the minute does not lose', async () => {
    const site = await new Site(example('lorawan')).start();
    const up = (eui: string): string => `application/1/device/${eui}/event/up`;
    const uplink = (object: object): string =>
      JSON.stringify({ deduplicationId: 'x', time: '2026-06-10T10:00:05Z', deviceInfo: { deviceName: 'd' }, fPort: 2, object });
    const client = await site.sensor('lorawan', 'application/1/bridge');
    await client.publishAsync(up('a84041000181c061'), uplink({ distance: 90, battery: 98 }), { qos: 1 });
    await client.publishAsync(up('24e124000000c0de'), uplink({ period_in: 5, period_out: 2 }), { qos: 1 });
    await client.publishAsync(up('ffffffffffffffff'), uplink({}), { qos: 1 });
    const { devices } = await site.live();
    expect(devices).toMatchObject([
      { meta: { id: 'meubels-niveau' }, state: { value: { distanceMm: 900, fillRatio: 0.75 } } },
      { meta: { id: 'zijdeur' }, state: { value: { in: 5, out: 2 } } },
    ]);
    await site.hub.stop();
    await site.start();
    const again = await site.sensor('lorawan', 'application/1/bridge');
    await again.publishAsync(up('24e124000000c0de'), uplink({ period_in: 1, period_out: '0' }), { qos: 1 });
    expect(await site.stored()).toMatchObject({
      'meubels-niveau distance_mm': [900],
      'zijdeur count in': [6],
      'zijdeur count out': [2],
    });
  });
});

describe('a foreign sensor', () => {
  it('that says nonsense is counted under its own code and changes nothing', async () => {
    const site = await new Site(example('lorawan')).start();
    const client = await site.sensor('lorawan', 'application/1/bridge');
    const bad = ['', 'nonsense', '{}', '{"object":null}', '{"object":{"distance":"far"}}', '{"object":{"distance":-1}}', '[1e999]'];
    for (const text of bad) await client.publishAsync('application/1/device/a84041000181c061/event/up', text, { qos: 1 });
    const half = { object: { period_in: 2.5, period_out: 1 } };
    await client.publishAsync('application/1/device/24e124000000c0de/event/up', JSON.stringify(half), { qos: 1 });
    expect(refusedAs(site.hub, 'KW_FOREIGN_INVALID')).toBe(bad.length + 1);
    // The half that is right counts all the same.
    expect(await site.stored()).toMatchObject({ 'zijdeur count out': [1] });
  });

  it('may publish to the topics of the mapping and to nothing else', async () => {
    const site = await new Site(example('tasmota')).start();
    const client = await site.sensor('tasmota', 'tele/zaag/LWT');
    client.publish('kw/v1/zuid/tasmota/zaag/state', '{}', { qos: 1 });
    await new Promise<void>((resolve) => client.once('close', () => resolve()));
    await vi.waitFor(() => expect(site.hub.metrics()).toContain('mqtt_refused_total{code="KW_MQTT_FORBIDDEN"} 1'));
  });

  it.each([
    ['a topic of ours', 'topic: tele/zaag/SENSOR', 'topic: kw/v1/zuid/n1/rec', 'topic'],
    ['a filter that is none', 'topic: tele/zaag/SENSOR', 'topic: tele/za+/SENSOR', 'topic'],
    ['thresholds the wrong way round', 'runAmps: 2', 'runAmps: 0.1', 'runAmps'],
    ['a unit of something else', 'path: ENERGY.Current', 'path: ENERGY.Current, unit: kg', 'unit'],
    ['a key nobody knows', 'silentAfterS: 60', 'silentAfter: 60', 'silentAfter'],
  ])('with %s in its mapping is refused at the start, by name', async (_what, right, wrong, key) => {
    const file = join(newFolder(), 'mapping.yaml');
    writeFileSync(file, readFileSync(example('tasmota'), 'utf8').replace(right, wrong));
    await expect(new Site(file).start()).rejects.toMatchObject({
      code: 'KW_CONFIG_INVALID',
      details: { file, reason: expect.stringContaining(key) as unknown },
    });
  });
});

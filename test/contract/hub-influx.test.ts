import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiBucket, healthzSchema, type KwRecord, type StoreStatus } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createInfluxStore, type InfluxStore } from '../../broker/src/adapters/influx/influx-store.ts';
import { type Hub, startHub } from '../../broker/src/app.ts';
import type { HubConfigInput } from '../../broker/src/config.ts';
import { loadHubConfig } from '../../broker/src/load-config.ts';
import { type Influxd, influxdVersion, startInfluxd } from '../support/influxd.ts';
import { depositOf, passagesOf, sessionOf, weightOf } from './series-store/sut.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const version = influxdVersion();
const log = pino({ level: 'silent' });
const WAIT = { timeout: 60_000, interval: 100 };

describe.skipIf(version === undefined)(
  `a hub with ${version ?? 'InfluxDB (SKIPPED: influxd is not installed, apt-get install influxdb)'}`,
  () => {
    const now = Date.now();
    let influxd: Influxd;
    let folder: string;
    let hub: Hub;
    let headers: Record<string, string>;

    beforeAll(async () => {
      influxd = await startInfluxd();
    });
    afterAll(() => influxd.remove());
    afterEach(async () => {
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const start = async (database: string, more: HubConfigInput = {}): Promise<void> => {
      folder ||= await mkdtemp(join(tmpdir(), 'kw-hub-influx-'));
      const { username, password } = influxd.admin;
      // The first server of the list is not there: the hub has to find the second.
      const urls = ['http://127.0.0.1:9', `http://${influxd.host}:${influxd.port}`];
      const influx = { urls, database, username, password, mirrorEveryS: 1, setUp: true };
      const overrides = { data: folder, site: { id: 'utrecht' }, http: { port: 0 }, mqtt: { port: 0 }, influx, ...more };
      hub = await startHub(loadHubConfig({ overrides }), { log });
      headers = { authorization: `Bearer ${hub.issueMachine('test', 'reader')}` };
    };
    const begin = async (database: string, more: HubConfigInput = {}): Promise<void> => {
      folder = '';
      await start(database, more);
    };
    const get = async <T>(path: string): Promise<T> => (await (await fetch(`${hub.httpUrl}${path}`, { headers })).json()) as T;

    /** Sends batches as a node does. */
    const send = async (batches: readonly (readonly [number, readonly KwRecord[]])[]): Promise<void> => {
      const password = hub.issueMachine('tester', 'admin');
      const client = await connectAsync(hub.mqttUrl, { username: 'tester', password, clientId: 'tester', protocolVersion: 4 });
      for (const [seq0, records] of batches) {
        const batch = { boot: 'a0a1a2a3a4a5a6a7', seq0, clock: 'synced', records };
        await client.publishAsync('kw/v1/utrecht/n1/rec', JSON.stringify(batch), { qos: 1 });
      }
      await client.endAsync();
    };

    const QUESTIONS = ['deposit&field=mass_g', 'scale_weight&field=net_g', 'door_passages&field=count', 'tool_use&field=run_s'];
    /** What the hub answers for each question, without the empty hours. */
    const answers = async (): Promise<unknown> =>
      Promise.all(
        QUESTIONS.map(async (question) => {
          const range = `from=${now - 40 * HOUR}&to=${now + HOUR}&bucket=hour&fn=n,sum,min,max`;
          const buckets = await get<ApiBucket[]>(`/api/v1/aggregate?measurement=${question}&${range}`);
          return rowsOf(buckets);
        }),
      );
    const rowsOf = (buckets: readonly Pick<ApiBucket, 'series' | 'start' | 'values' | 'n'>[]): unknown =>
      buckets
        .filter(({ n }) => n > 0)
        .map(({ series, start, values }) => JSON.stringify([Object.entries(series.tags).sort(), start, Object.entries(values).sort()]))
        .sort();

    /** What InfluxDB itself answers to the same questions. */
    const mirrored = async (copy: InfluxStore): Promise<unknown> =>
      Promise.all(
        QUESTIONS.map(async (question) => {
          const [measurement = '', field = ''] = question.split('&field=');
          const range = { from: now - 40 * HOUR, to: now + HOUR, bucket: 'hour' as const, timeZone: 'Europe/Amsterdam' };
          return rowsOf(await copy.aggregate({ match: { measurement, field }, ...range, fn: ['n', 'sum', 'min', 'max'] }));
        }),
      );
    const copyOf = (database: string): Promise<InfluxStore> =>
      createInfluxStore({
        hosts: [{ host: influxd.host, port: influxd.port }],
        database,
        ...influxd.admin,
        log,
        nowMs: Date.now,
        rawMs: 400 * 24 * HOUR,
      });

    /** Records of an hour, two deposits in the very same millisecond among them. */
    const hourOf = (hoursAgo: number): readonly KwRecord[] => {
      const at = now - hoursAgo * HOUR;
      return [
        depositOf(at, 4_000),
        depositOf(at, 4_000),
        weightOf(at, 9_000 + hoursAgo),
        passagesOf(at, 3, 2),
        sessionOf(at, at + 90 * MINUTE),
      ];
    };
    const followed = async (): Promise<void> => {
      await expect.poll(async () => (await get<StoreHealth>('/healthz')).mirror, WAIT).toMatchObject({ ok: true, hours: 0, events: 0 });
    };
    type StoreHealth = { ok: boolean; mirror?: NonNullable<StoreStatus['mirror']> };

    it('mirrors all it stores, once, through a killed server and a restart of the hub', { timeout: 180_000 }, async () => {
      await begin('tee');
      await send([
        [0, hourOf(30)],
        [5, hourOf(29)],
      ]);
      await followed();
      expect(await mirrored(await copyOf('tee'))).toEqual(await answers());

      await influxd.kill();
      const changedMinute = passagesOf(now - 30 * HOUR, 77, 1);
      await send([
        [10, hourOf(3)],
        [5, hourOf(29)],
        [15, [changedMinute]],
      ]);
      await expect.poll(async () => (await get<StoreHealth>('/healthz')).mirror?.ok, WAIT).toBe(false);
      const health = await get<StoreHealth>('/healthz');
      expect(health).toMatchObject({ ok: true, mirror: { database: 'tee', reason: expect.stringContaining('InfluxDB') } });
      expect(health.mirror?.hours).toBeGreaterThan(5);
      // What the doctor reads.
      expect(healthzSchema.parse(health).mirror?.ok).toBe(false);
      expect(hub.metrics()).toMatch(/^kringwijzer_mirror_failures_total [1-9]/mu);

      await hub.stop();
      await start('tee');
      await send([[16, hourOf(2)]]);
      await influxd.start();
      await followed();
      expect(await mirrored(await copyOf('tee'))).toEqual(await answers());
      expect(JSON.stringify(await answers())).toContain('77');
    });

    it('gives a mirror that begins late everything there was', { timeout: 120_000 }, async () => {
      folder = '';
      await start('late', { influx: undefined });
      await send([[0, hourOf(20)]]);
      expect(await get<StoreHealth>('/healthz')).toEqual({ ok: true, store: true });
      await hub.stop();
      await start('late');
      await followed();
      expect(await mirrored(await copyOf('late'))).toEqual(await answers());
    });

    it('keeps everything on the server alone when that is its store', { timeout: 120_000 }, async () => {
      await begin('main', { store: { kind: 'influx' } });
      await send([
        [0, hourOf(30)],
        [5, hourOf(2)],
      ]);
      const before = await answers();
      expect(JSON.stringify(before)).toContain('[\\"n\\",2],[\\"sum\\",8000]');
      await hub.stop();
      await start('main', { store: { kind: 'influx' } });
      await send([[5, hourOf(2)]]);
      expect(await answers()).toEqual(before);
      const nodes = await get<{ node: string; completeness: { received: number; missing: number } }[]>('/api/v1/nodes');
      expect(nodes).toMatchObject([{ node: 'n1', completeness: { received: 10, missing: 0 } }]);
      await expect(hub.backup()).resolves.toMatchObject({ site: 'utrecht' });
      expect(await get<StoreStatus>('/api/v1/store')).toEqual({ kind: 'influx', ok: true });
    });

    it('says so at once when the server that is to be its store is not there', async () => {
      await begin('gone');
      const config = { kind: 'influx' } as const;
      const data = join(folder, 'another');
      const overrides = { data, http: { port: 0 }, mqtt: { port: 0 }, store: config, influx: { urls: ['http://127.0.0.1:9'] } };
      await expect(startHub(loadHubConfig({ overrides }), { log })).rejects.toMatchObject({ code: 'KW_STORE_UNAVAILABLE' });
    });
  },
);

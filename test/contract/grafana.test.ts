import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KwRecord } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Hub, startHub } from '../../broker/src/app.ts';
import { loadHubConfig } from '../../broker/src/load-config.ts';
import { type Influxd, influxdVersion, startInfluxd } from '../support/influxd.ts';
import { batchOf, depositOf, passagesOf, sessionOf, weightOf } from './series-store/sut.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GRAFANA = new URL('../../dashboards/grafana/', import.meta.url);
const FOLDER = fileURLToPath(new URL('dashboards/', GRAFANA));
const NOW_MS = Date.now();
const FROM = NOW_MS - 30 * HOUR;
const version = influxdVersion();

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly { readonly title: string; readonly targets: readonly Asked[] }[];
}

/** A query of a panel: InfluxQL, or an address of the hub with the columns to take from its answer. */
interface Asked {
  readonly query?: string;
  readonly url?: string;
  readonly columns?: readonly { readonly selector: string; readonly type: string }[];
}

interface Target extends Asked {
  readonly name: string;
}

const targets = await targetsOfAll();

async function targetsOfAll(): Promise<readonly Target[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'));
  const boards = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Dashboard));
  return boards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) => panel.targets.map((target) => ({ ...target, name: `${title} / ${panel.title}` }))),
  );
}

/** Every kind of record that makes points, over a day and a half. */
function recordsOf(at: number): readonly KwRecord[] {
  const load = { uncertaintyG: 50, confidence: 1, fromAt: at, beforeG: 9_000, afterG: 0 };
  return [
    depositOf(at, 4_200),
    weightOf(at, 9_000),
    passagesOf(at, 3, 2),
    sessionOf(at, at + 20 * MINUTE),
    { kind: 'removal', device: 'box', at, massG: 300, ...load },
    { kind: 'emptying', device: 'box', at, massG: 9_000, swapped: false, ...load },
    { kind: 'level', device: 'eye', at, n: 10, distanceMm: 700, fillRatio: 0.4 },
    {
      kind: 'health',
      device: 'node',
      at,
      uptimeS: 1_000,
      rssMb: 80,
      cpuRatio: 0.1,
      temperatureC: 44,
      diskFreeMb: 9_000,
      spoolRecords: 1,
      spoolAgeS: 2,
    },
  ];
}

/** The value a selector such as `series.tags.device` finds in a row, as the plugin Infinity does. */
const found = (row: unknown, selector: string): unknown =>
  selector.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], row);

describe('the Grafana dashboards', () => {
  let folder: string;
  let hub: Hub;
  let influxd: Influxd | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kw-grafana-'));
    influxd = version === undefined ? undefined : await startInfluxd();
    const influx = influxd && {
      urls: [`http://${influxd.host}:${influxd.port}`],
      ...influxd.admin,
      setUp: true,
      mirrorEveryS: 1,
    };
    const overrides = { data: folder, site: { id: 'utrecht' }, http: { port: 0 }, mqtt: { port: 0 }, ...(influx && { influx }) };
    hub = await startHub(loadHubConfig({ overrides }), { log: pino({ level: 'silent' }) });
    const password = hub.issueMachine('tester', 'admin');
    const client = await connectAsync(hub.mqttUrl, { username: 'tester', password, clientId: 'tester', protocolVersion: 4 });
    for (let i = 0; i < 30; i += 1) {
      const { batch } = batchOf(i * 8, recordsOf(FROM + i * HOUR));
      await client.publishAsync('kw/v1/utrecht/n1/rec', JSON.stringify(batch), { qos: 1 });
    }
    await client.endAsync();
  }, 60_000);

  afterAll(async () => {
    await hub.stop();
    await influxd?.remove();
    await rm(folder, { recursive: true });
  });

  it('are there for fill, weights, footfall, tools, nodes and the hub itself', () => {
    expect(new Set(targets.map(({ name }) => name.split(' / ')[0]))).toEqual(
      new Set(['Vulling', 'Gewichten', 'Bezoek', 'Gereedschap', 'Knooppunten', 'Zonder InfluxDB: rechtstreeks van de hub']),
    );
  });

  it('sign in to the hub with a read token and to InfluxDB as a reader', async () => {
    const file = await readFile(new URL('provisioning/datasources/kringwijzer.yaml', GRAFANA), 'utf8');
    expect(file).toMatch(/uid: kringwijzer-influx\n(?: +.*\n)*? +user: \$\{KW_INFLUX_READER\}\n/u);
    expect(file).toMatch(/auth_method: bearerToken\n +secureJsonData:\n +bearerToken: \$\{KW_HUB_TOKEN\}\n/u);
  });

  it.each(targets.filter(({ url }) => url !== undefined))('get data from the hub: $name', async ({ url = '', columns = [] }) => {
    const path = url.replace('${__from}', String(FROM)).replace('${__to}', String(NOW_MS));
    const authorization = `Bearer ${hub.issueMachine('grafana', 'reader')}`;
    const answer = await fetch(`${hub.httpUrl}${path}`, { headers: { authorization } });
    const rows = (await answer.json()) as unknown[];

    expect(answer.status).toBe(200);
    for (const { selector, type } of columns) {
      const wanted = type === 'string' ? 'string' : 'number';
      const values = rows.map((row) => found(row, selector)).filter((value) => typeof value === wanted);
      expect({ selector, values: values.length > 0 }).toEqual({ selector, values: true });
    }
    expect(columns.length).toBeGreaterThan(1);
  });

  describe.skipIf(version === undefined)(
    `on ${version ?? 'InfluxDB: SKIPPED, influxd is not installed (apt-get install influxdb)'}`,
    () => {
      const reader = { name: 'grafana', password: 'reads-only' };

      const call = async (path: string, q: string, user: { name: string; password: string }): Promise<{ status: number; body: string }> => {
        const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
        const answer = await fetch(`http://${influxd?.host}:${influxd?.port}${path}`, {
          method: 'POST',
          headers: { authorization },
          body: path.startsWith('/write') ? q : new URLSearchParams({ q, epoch: 'ms' }),
        });
        return { status: answer.status, body: await answer.text() };
      };

      beforeAll(async () => {
        await vi.waitFor(async () => {
          const { mirror } = (await (await fetch(`${hub.httpUrl}/healthz`)).json()) as { mirror: { hours: number; events: number } };
          if (mirror.hours + mirror.events > 0) throw new Error('the mirror is not there yet');
        }, 45_000);
        const admin = { name: influxd?.admin.username ?? '', password: influxd?.admin.password ?? '' };
        await call('/query', `CREATE USER ${reader.name} WITH PASSWORD '${reader.password}'`, admin);
        await call('/query', `GRANT READ ON kringwijzer TO ${reader.name}`, admin);
      }, 60_000);

      it.each(targets.filter(({ query }) => query !== undefined))('get data with a read-only user: $name', async ({ query = '' }) => {
        const q = query
          .replace('$timeFilter', `time >= ${FROM}ms AND time < ${NOW_MS}ms`)
          .replace('$__interval', '1h')
          .replace('/^$node$/', '/^.*$/');
        const { status, body } = await call('/query?db=kringwijzer', q, reader);
        const { results } = JSON.parse(body) as { results: { error?: string; series?: { values: (number | null)[][] }[] }[] };

        expect(status).toBe(200);
        expect(results[0]?.error).toBeUndefined();
        const values = (results[0]?.series ?? []).flatMap((series) => series.values.map((row) => row[1]));
        expect(values.filter((value) => value !== null).length).toBeGreaterThan(0);
      });

      it('cannot write with that user', async () => {
        expect((await call('/write?db=kringwijzer', 'x v=1', reader)).status).toBe(403);
      });
    },
  );
});

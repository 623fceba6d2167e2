import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KwRecord } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InfluxMirror } from '../../broker/src/adapters/influx/influx-mirror.ts';
import { setUpInflux } from '../../broker/src/adapters/influx/influx-store.ts';
import { createSqliteStore, type SqliteStore } from '../../broker/src/adapters/sqlite/sqlite-store.ts';
import { AGGREGATES, BUCKETS } from '../../broker/src/ports/series-store.ts';
import { type Influxd, influxdVersion, startInfluxd } from '../support/influxd.ts';
import { AMSTERDAM, batchOf, depositOf, KEEP_RAW_MS, NOW_MS, passagesOf, sessionOf, weightOf } from './series-store/sut.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FOLDER = fileURLToPath(new URL('../../dashboards/grafana/dashboards/', import.meta.url));
const FROM = NOW_MS - 30 * HOUR;
const version = influxdVersion();
const log = pino({ level: 'silent' });

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly query?: string; readonly url?: string }[] }[];
}

interface Target {
  readonly name: string;
  readonly query: string | undefined;
  readonly url: string | undefined;
}

const targets = await targetsOfAll();

async function targetsOfAll(): Promise<readonly Target[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'));
  const boards = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(FOLDER, name), 'utf8')) as Dashboard));
  return boards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) => panel.targets.map(({ query, url }) => ({ name: `${title} / ${panel.title}`, query, url }))),
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

describe('the Grafana dashboards', () => {
  let folder: string;
  let store: SqliteStore;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kw-grafana-'));
    store = await createSqliteStore({ path: join(folder, 's.db'), log, nowMs: () => NOW_MS, isMirrored: true });
    for (let i = 0; i < 30; i += 1) await store.ingest([batchOf(i * 8, recordsOf(FROM + i * HOUR))]);
  });

  afterAll(async () => {
    await store.admin.close();
    await rm(folder, { recursive: true });
  });

  it('are there for fill, weights, footfall, tools, nodes and the hub itself', () => {
    expect(new Set(targets.map(({ name }) => name.split(' / ')[0]))).toEqual(
      new Set(['Vulling', 'Gewichten', 'Bezoek', 'Gereedschap', 'Knooppunten', 'Zonder InfluxDB: rechtstreeks van de hub']),
    );
  });

  it.each(targets.filter(({ url }) => url !== undefined))('get data from the store: $name', async ({ url = '' }) => {
    const asked = new URL(url.replace('${__from}', String(FROM)).replace('${__to}', String(NOW_MS)), 'http://hub').searchParams;
    const bucket = BUCKETS.find((name) => name === asked.get('bucket'));
    const fn = AGGREGATES.find((name) => name === asked.get('fn'));
    const match = { measurement: asked.get('measurement') ?? '', field: asked.get('field') ?? '' };
    const range = { from: Number(asked.get('from')), to: Number(asked.get('to')), timeZone: AMSTERDAM };
    const buckets = await store.aggregate({ match, ...range, bucket: bucket ?? 'hour', fn: fn === undefined ? [] : [fn] });

    expect(bucket).toBeDefined();
    expect(buckets.some(({ values }) => fn !== undefined && values[fn] !== undefined)).toBe(true);
  });

  describe.skipIf(version === undefined)(
    `on ${version ?? 'InfluxDB: SKIPPED, influxd is not installed (apt-get install influxdb)'}`,
    () => {
      let influxd: Influxd;
      const reader = { name: 'grafana', password: 'reads-only' };

      const call = async (path: string, q: string, user: { name: string; password: string }): Promise<{ status: number; body: string }> => {
        const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
        const answer = await fetch(`http://${influxd.host}:${influxd.port}${path}`, {
          method: 'POST',
          headers: { authorization },
          body: path.startsWith('/write') ? q : new URLSearchParams({ q, epoch: 'ms' }),
        });
        return { status: answer.status, body: await answer.text() };
      };

      beforeAll(async () => {
        influxd = await startInfluxd();
        const { username, password } = influxd.admin;
        const options = {
          hosts: [{ host: influxd.host, port: influxd.port }],
          database: 'kringwijzer',
          username,
          password,
          log,
          nowMs: () => NOW_MS,
          rawMs: KEEP_RAW_MS,
        };
        await setUpInflux(options, 'INF');
        await new InfluxMirror(store.mirror, options).catchUp();
        const admin = { name: username, password };
        await call('/query', `CREATE USER ${reader.name} WITH PASSWORD '${reader.password}'`, admin);
        await call('/query', `GRANT READ ON kringwijzer TO ${reader.name}`, admin);
      });

      afterAll(() => influxd.remove());

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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteStore, type SqliteStore } from '../adapters/sqlite/sqlite-store.ts';
import { type Hub, startHub } from '../app.ts';
import { loadHubConfig } from '../load-config.ts';
import type { Point, SeriesKey } from '../ports/series-store.ts';

const log = pino({ level: 'silent' });
const MINUTE = 60_000;
/** Monday 1 June 2026, 00:00 in Amsterdam. */
const MONDAY = Date.UTC(2026, 4, 31, 22);
const DAY = 1_440 * MINUTE;
const seriesOf = (device: string): SeriesKey => ({
  measurement: 'scale_weight',
  tags: { node: 'n1', device },
  field: 'net_g',
  unit: 'g',
  kind: 'gauge',
  stepMs: MINUTE,
});

let folder: string;
let hub: Hub;
let store: SqliteStore;
let headers: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kw-export-'));
  const nowMs = (): number => MONDAY + 30 * DAY;
  store = await createSqliteStore({ path: join(folder, 'store.db'), log, nowMs });
  const points = (device: string): Point[] =>
    Array.from({ length: 14_400 }, (_, i) => ({ series: seriesOf(device), at: MONDAY + i * MINUTE, value: (i * 37) % 1_009 }));
  await store.write([...points('bak-1'), ...points('bak-2')]);
  await store.admin.maintain();
  const site = { id: 'zuid', closedDates: ['2026-06-02'] };
  hub = await startHub(loadHubConfig({ overrides: { data: folder, site, http: { port: 0 }, mqtt: { port: 0 } } }), { log, store, nowMs });
  headers = { authorization: `Bearer ${hub.issueMachine('script', 'reader')}` };
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string): Promise<Response> => fetch(`${hub.httpUrl}/api/v1/export/${path}`, { headers });
const WEEK = `from=${MONDAY}&to=${MONDAY + 7 * DAY}`;

describe('an export of raw points', () => {
  it('is a CSV file of all of them, units and definitions first', async () => {
    const answer = await ask(`points?measurement=scale_weight&from=${MONDAY}&to=${MONDAY + 10 * DAY}`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="kringwijzer-zuid-points.csv"');
    const lines = (await answer.text()).trimEnd().split('\r\n');
    expect(lines[1]).toBe('# scale_weight net_g [g], gauge: last settled net mass (gross minus tare) of the window');
    expect(lines[2]).toBe('time_utc,time_local,measurement,field,device,node,value,unit');
    expect(lines[3]).toBe('2026-05-31T22:00:00.000Z,2026-06-01T00:00:00+02:00,scale_weight,net_g,bak-1,n1,0,g');
    expect(lines).toHaveLength(3 + 2 * 14_400);
  });

  it('is JSON a line, of one series when asked', async () => {
    const answer = await ask(`points?tags=device:bak-2&${WEEK}&format=jsonl`);
    const [head, first, ...more] = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(head).toMatchObject({ head: { site: 'zuid', timeZone: 'Europe/Amsterdam', series: [{ unit: 'g', kind: 'gauge' }] } });
    expect(first).toMatchObject({ at: MONDAY, tags: { device: 'bak-2' }, value: 0, unit: 'g' });
    expect(more).toHaveLength(7 * 1_440 - 1);
  });

  it('is a Parquet file that another program reads, over many row groups', async () => {
    const answer = await ask(`points?from=${MONDAY}&to=${MONDAY + 10 * DAY}&format=parquet`);
    const file = await answer.arrayBuffer();
    const metadata = parquetMetadata(file);
    expect(metadata.row_groups.length).toBeGreaterThan(1);
    expect(JSON.parse(metadata.key_value_metadata?.[0]?.value ?? '')).toMatchObject({ site: 'zuid', series: [{ unit: 'g' }] });
    const rows = await parquetReadObjects({ file });
    const expected: unknown[] = [];
    for await (const { series, at, value } of store.range({ match: {}, from: MONDAY, to: MONDAY + 10 * DAY })) {
      const { measurement, field, unit, tags } = series;
      expected.push({ time: new Date(at), measurement, field, tag_device: tags['device'], tag_node: tags['node'], unit, value });
    }
    expect(rows).toHaveLength(28_800);
    expect(rows).toEqual(expected);
  });

  it('says what is wrong before a file begins', async () => {
    const codes = await Promise.all(
      [`points?from=5&to=5`, `buckets?from=0&to=${MONDAY}&bucket=minute`, `points?${WEEK}&format=xls`].map(async (path) => {
        const answer = await ask(path);
        return [answer.status, ((await answer.json()) as { code: string }).code];
      }),
    );
    expect(codes).toEqual([
      [400, 'KW_QUERY_INVALID'],
      [400, 'KW_QUERY_TOO_LARGE'],
      [400, 'KW_REQUEST_INVALID'],
    ]);
  });
});

describe('an export of buckets', () => {
  it('is asked for by local dates as well', async () => {
    const [byDate, byMs] = [`from=2026-06-01&to=2026-06-08`, WEEK].map((range) =>
      ask(`buckets?tags=device:bak-1&bucket=day&fn=sum&${range}`),
    );
    expect(await (await byDate)?.text()).toBe(await (await byMs)?.text());
    expect((await ask('buckets?from=2026-06-01&to=2026-06-01')).status).toBe(400);
    expect((await ask('buckets?from=2026-06-31&to=2026-07-01')).status).toBe(400);
  });

  it('has a line for each local day with its completeness, opening hours and closed days left out when asked', async () => {
    const answer = await ask(`buckets?tags=device:bak-1&bucket=day&fn=n,mean&open=true&${WEEK}`);
    const lines = (await answer.text()).trimEnd().split('\r\n');
    expect(lines.filter((line) => line.startsWith('# mean'))).toEqual(['# mean: sum divided by n']);
    const days = lines.filter((line) => line.startsWith('20')).map((line) => line.split(','));
    // Monday to Friday nine to five, Saturday till four, Sunday closed; Tuesday is a closed day.
    expect(days.map((cells) => [cells[1]?.slice(0, 10), Number(cells[7]), cells[8]])).toEqual([
      ['2026-06-01', 480, '1'],
      ['2026-06-02', 0, ''],
      ['2026-06-03', 480, '1'],
      ['2026-06-04', 480, '1'],
      ['2026-06-05', 480, '1'],
      ['2026-06-06', 420, '1'],
      ['2026-06-07', 0, ''],
    ]);
  });

  it('is the same in Parquet as from the API', async () => {
    const query = `tags=device:bak-1&bucket=hour&fn=sum,p95&${WEEK}`;
    const file = await (await ask(`buckets?${query}&format=parquet`)).arrayBuffer();
    const rows = await parquetReadObjects({ file });
    const answer = await fetch(`${hub.httpUrl}/api/v1/aggregate?${query}`, { headers });
    const buckets = (await answer.json()) as { start: number; end: number; n: number; values: Record<string, number> }[];
    expect(rows).toHaveLength(168);
    expect(rows.map(({ start, end, n, sum, p95 }) => ({ start: Number(start), end: Number(end), n, values: { sum, p95 } }))).toEqual(
      buckets.map(({ start, end, n, values }) => ({ start, end, n, values })),
    );
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deposit } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InfluxLink } from '../../broker/src/adapters/influx/influx-link.ts';
import { InfluxMirror } from '../../broker/src/adapters/influx/influx-mirror.ts';
import type { InfluxOptions } from '../../broker/src/adapters/influx/influx-options.ts';
import { createInfluxStore, setUpInflux } from '../../broker/src/adapters/influx/influx-store.ts';
import { startMirror } from '../../broker/src/adapters/influx/start-mirror.ts';
import { createSqliteStore, type SqliteStore } from '../../broker/src/adapters/sqlite/sqlite-store.ts';
import type { Point, SeriesStore } from '../../broker/src/ports/series-store.ts';
import { type Influxd, influxdVersion, startInfluxd } from '../support/influxd.ts';
import {
  BOOT,
  batchOf,
  comparable,
  depositOf,
  KEEP_RAW_MS,
  NOW_MS,
  passagesOf,
  pointOf,
  queryOf,
  sessionOf,
  weightOf,
} from './series-store/sut.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const version = influxdVersion();
const log = pino({ level: 'silent' });

describe.skipIf(version === undefined)(
  `mirror of SQLite in ${version ?? 'InfluxDB (SKIPPED: influxd is not installed, apt-get install influxdb)'}`,
  () => {
    let influxd: Influxd;
    let folder: string;
    let store: SqliteStore;
    let options: InfluxOptions;
    let seq = 0;

    beforeAll(async () => {
      influxd = await startInfluxd();
      folder = await mkdtemp(join(tmpdir(), 'kw-mirror-'));
      options = {
        hosts: [{ host: influxd.host, port: influxd.port }],
        database: 'mirror',
        ...influxd.admin,
        log,
        nowMs: () => NOW_MS,
        rawMs: KEEP_RAW_MS,
      };
      await setUpInflux(options, 'INF');
      store = await createSqliteStore({ path: join(folder, 's.db'), log, nowMs: () => NOW_MS, isMirrored: true });
    });

    afterAll(async () => {
      await store.admin.close();
      await influxd.remove();
      await rm(folder, { recursive: true });
    });

    /** Half a day of a site, the day `daysAgo`. */
    const liveThrough = async (daysAgo: number): Promise<void> => {
      const from = NOW_MS - daysAgo * DAY;
      for (let minute = 0; minute < 720; minute += 20) {
        const times = Array.from({ length: 20 }, (_, i) => from + (minute + i) * MINUTE);
        const records = times.flatMap((at) => [
          weightOf(at, (at / MINUTE) % 997),
          passagesOf(at, 2, 1),
          depositOf(at, 4_000),
          depositOf(at, 4_000),
        ]);
        await store.ingest([batchOf(seq, records)]);
        seq += records.length;
      }
      await store.ingest([batchOf(seq, [sessionOf(from, from + 100 * MINUTE)])]);
      seq += 1;
    };

    const answersOf = async (one: SeriesStore): Promise<unknown> => ({
      days: comparable(await one.aggregate(queryOf(NOW_MS - 20 * DAY, NOW_MS))),
      minutes: comparable(await one.aggregate(queryOf(NOW_MS - 10 * DAY, NOW_MS - 9 * DAY, { bucket: 'fiveMinutes' }))),
      events: (await one.events({})).map(({ id, record }) => `${id} ${record.at}`).sort(),
    });

    const expectSame = async (): Promise<void> => {
      const copy = await createInfluxStore(options);
      expect(await answersOf(copy)).toEqual(await answersOf(store));
    };

    it('answers as the true store, sealed and unsealed days alike', async () => {
      expect.hasAssertions();
      await liveThrough(10);
      await store.admin.maintain();
      await liveThrough(0.4);
      const pass = await new InfluxMirror(store.mirror, options).catchUp();

      expect(pass.events).toBe(2 * (720 * 2 + 1));
      await expectSame();
      expect(await new InfluxMirror(store.mirror, options).catchUp()).toEqual({ hours: 0, events: 0 });
    });

    it('goes on where it was after days without a server, late records and changed minutes included', async () => {
      expect.hasAssertions();
      await influxd.stop();
      const mirror = startMirror(new InfluxMirror(store.mirror, { ...options, retries: 0 }), { everyMs: 20, log, nowMs: () => NOW_MS });
      for (const daysAgo of [9, 5, 15]) await liveThrough(daysAgo);
      await store.ingest([batchOf(seq, [passagesOf(NOW_MS - 10 * DAY, 77, 1)])]);
      seq += 1;
      expect((await store.mirror.pending(1)).length).toBe(1);
      await influxd.start();
      await expect.poll(() => store.mirror.pending(1), { timeout: 20_000 }).toEqual([]);
      await mirror.stop();
      await new InfluxMirror(store.mirror, options).catchUp();
      await expectSame();
    });

    it('can begin anew from all there is', async () => {
      expect.hasAssertions();
      options = { ...options, database: 'mirror_again' };
      await setUpInflux(options, 'INF');
      await store.admin.maintain();
      await store.mirror.markAll();
      await new InfluxMirror(store.mirror, options).catchUp();
      await expectSame();
    });

    it('follows corrections: what was struck out or moved to another stream is not counted there', async () => {
      const at = NOW_MS - 2 * DAY + 5;
      const first = seq;
      const deposits = [4_000, 6_000, 9_000].map((massG) => ({ ...(depositOf(at, massG) as Deposit), device: 'corrected' }));
      await store.ingest([batchOf(first, deposits)]);
      seq += 3;
      const mirror = new InfluxMirror(store.mirror, options);
      await mirror.catchUp();
      const word = { by: 'Anna', why: 'as the visitor said', at: NOW_MS };
      const [struck, moved] = [`n1/${BOOT}/${first}`, `n1/${BOOT}/${first + 1}`];
      await store.corrections.correct({ ...word, id: struck });
      await store.corrections.correct({ ...word, id: moved, record: { ...(deposits[1] as Deposit), massG: 5_500, stream: 'furniture' } });
      await mirror.catchUp();

      const link = new InfluxLink(options);
      const [raw] = await link.query(`SELECT count(mass_g) AS n, sum(mass_g) AS g FROM kw_raw.deposit WHERE device = 'corrected'`);
      expect(raw?.rows).toMatchObject([{ n: 2, g: 14_500 }]);
      const told = await link.query(`SELECT id, record, struck FROM kw_kept.kw_event WHERE device = 'corrected'`);
      const byId = new Map(
        told[0]?.rows.map(({ id, record, struck: isStruck }) => [id, [JSON.parse(String(record)) as Deposit, isStruck]]),
      );
      expect(byId.get(struck)).toMatchObject([{ massG: 4_000 }, true]);
      expect(byId.get(moved)).toMatchObject([{ massG: 5_500, stream: 'furniture' }, false]);
      expect(byId.size).toBe(3);
      const days = queryOf(NOW_MS - 3 * DAY, NOW_MS, { match: { measurement: 'deposit' } });
      expect(comparable(await (await createInfluxStore(options)).aggregate(days))).toEqual(comparable(await store.aggregate(days)));
      expect(await mirror.catchUp()).toEqual({ hours: 0, events: 0 });
    });

    it('brings over the rollups of raw values that retention has taken', async () => {
      const path = join(folder, 'old.db');
      const retention = { rawMs: 30 * DAY };
      const point = (at: number): Point => pointOf(at, (at / MINUTE) % 97);
      const hour = Array.from({ length: 60 }, (_, i) => point(NOW_MS - 29 * DAY + i * MINUTE));
      const young = await createSqliteStore({ path, log, nowMs: () => NOW_MS, retention });
      await young.write(hour);
      await young.admin.maintain();
      await young.admin.close();

      const laterMs = NOW_MS + 5 * DAY;
      const old = await createSqliteStore({ path, log, nowMs: () => laterMs, retention, isMirrored: true });
      await old.admin.applyRetention(laterMs);
      const late: InfluxOptions = { ...options, database: 'mirror_old', nowMs: () => laterMs, rawMs: retention.rawMs };
      await setUpInflux(late, 'INF');
      await old.mirror.markAll();
      await new InfluxMirror(old.mirror, late).catchUp();
      const copy = await createInfluxStore({ ...late, rawMs: KEEP_RAW_MS });
      const query = queryOf(NOW_MS - 30 * DAY, NOW_MS, { fn: ['n', 'sum', 'min', 'max'] });
      expect((await old.aggregate(query)).reduce((sum, { n }) => sum + n, 0)).toBe(60);
      expect(comparable(await copy.aggregate(query))).toEqual(comparable(await old.aggregate(query)));
      await old.admin.close();
    });

    it('reaches the next server of the list when the first is gone', async () => {
      const first = { host: '127.0.0.1', port: 9 };
      const copy = await createInfluxStore({ ...options, hosts: [first, ...options.hosts] });
      expect(await copy.admin.health()).toEqual({ ok: true });
    });

    it('says that the rights are wrong, without the password', async () => {
      const error: unknown = await createInfluxStore({ ...options, password: 'not-this-one' }).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'KW_STORE_UNAVAILABLE', message: expect.stringContaining('authorization failed') });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('not-this-one');
    });
  },
);

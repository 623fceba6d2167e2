import { pino } from 'pino';
import { afterAll, beforeAll, describe } from 'vitest';
import { createInfluxStore, setUpInflux } from '../../broker/src/adapters/influx/influx-store.ts';
import { type Influxd, influxdVersion, startInfluxd } from '../support/influxd.ts';
import { describeRandomLife } from './series-store/describe-random-life.ts';
import { describeSeriesStore } from './series-store/describe-store.ts';
import type { MakeStore } from './series-store/sut.ts';

const version = influxdVersion();

describe.skipIf(version === undefined)(`on ${version ?? 'InfluxDB: SKIPPED, influxd is not installed (apt-get install influxdb)'}`, () => {
  let influxd: Influxd;
  let databases = 0;

  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.remove());

  const make: MakeStore = async ({ nowMs, keepRawMs }) => {
    databases += 1;
    const options = {
      hosts: [{ host: influxd.host, port: influxd.port }],
      database: `kw_${databases}`,
      ...influxd.admin,
      log: pino({ level: 'silent' }),
      nowMs,
      rawMs: keepRawMs,
    };
    // The suite lives in 2025; the server's own clock would refuse its points.
    await setUpInflux(options, 'INF');
    return { open: () => createInfluxStore(options), cleanUp: async () => undefined };
  };

  describeSeriesStore('InfluxDB', make);
  describeRandomLife('InfluxDB', make, 8);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createSqliteStore } from '../../broker/src/adapters/sqlite/sqlite-store.ts';
import { describeRandomLife } from './series-store/describe-random-life.ts';
import { describeSeriesStore } from './series-store/describe-store.ts';
import type { MakeStore } from './series-store/sut.ts';

const make: MakeStore = async ({ nowMs, keepRawMs }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kw-store-'));
  return {
    open: () =>
      createSqliteStore({ path: join(folder, 'store.db'), log: pino({ level: 'silent' }), nowMs, retention: { rawMs: keepRawMs } }),
    cleanUp: () => rm(folder, { recursive: true }),
  };
};

describeSeriesStore('SQLite', make);
describeRandomLife('SQLite', make, 60);

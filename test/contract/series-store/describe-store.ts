import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeriesStore } from '../../../broker/src/ports/series-store.ts';
import { CALENDAR_CASES } from './cases-calendar.ts';
import { LIMITS_CASES } from './cases-limits.ts';
import { POINTS_CASES } from './cases-points.ts';
import { RECORDS_CASES } from './cases-records.ts';
import { KEEP_RAW_MS, type MakeStore, NOW_MS, type StoreUnderTest } from './sut.ts';

/** What every series store must do, whatever it is made of. */
export function describeSeriesStore(name: string, make: MakeStore): void {
  describe(`series store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: SeriesStore;

    beforeEach(async () => {
      under = await make({ nowMs: () => NOW_MS, keepRawMs: KEEP_RAW_MS });
      store = await under.open();
    });

    afterEach(async () => {
      await store.admin.close();
      await under.cleanUp();
    });

    const reopen = async (): Promise<void> => {
      await store.admin.close();
      store = await under.open();
    };

    const cases = { ...RECORDS_CASES, ...POINTS_CASES, ...CALENDAR_CASES, ...LIMITS_CASES };
    it.each(Object.entries(cases))('%s', async (_title, run) => {
      expect.hasAssertions();
      const context = {
        get store(): SeriesStore {
          return store;
        },
        reopen,
      };
      await run(context);
    });

    it('is healthy, and may be closed twice', async () => {
      expect(await store.admin.health()).toEqual({ ok: true });
      await store.admin.close();
      await expect(store.admin.close()).resolves.toBeUndefined();
    });
  });
}

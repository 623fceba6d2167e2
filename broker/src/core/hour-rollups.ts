import { HOUR_MS } from '@kringwijzer/contract';
import type { Column } from './column.ts';
import { firstAtOrAfter } from './overlay.ts';
import { addValues, emptyTotal, type Rollup } from './rollup.ts';

/** The rollup of the values of one UTC hour (a number of hours since 1970); nothing when there are none. */
export function hourRollup(column: Column, hour: number): Rollup | undefined {
  const total = emptyTotal();
  const end = (hour + 1) * HOUR_MS;
  addValues(total, column, firstAtOrAfter(column.at, hour * HOUR_MS), firstAtOrAfter(column.at, end));
  return total.n === 0 ? undefined : total;
}

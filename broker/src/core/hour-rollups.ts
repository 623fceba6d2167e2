import { HOUR_MS } from '@kringwijzer/contract';
import type { Column } from './chunk.ts';
import { firstAtOrAfter } from './overlay.ts';
import { addValue, emptyTotal, type Rollup } from './rollup.ts';

/** The rollup of the values of one UTC hour (a number of hours since 1970); nothing when there are none. */
export function hourRollup({ at, value }: Column, hour: number): Rollup | undefined {
  const total = emptyTotal();
  const end = (hour + 1) * HOUR_MS;
  for (let i = firstAtOrAfter(at, hour * HOUR_MS); i < at.length; i += 1) {
    const pointAt = at[i] ?? 0;
    if (pointAt >= end) break;
    addValue(total, pointAt, value[i] ?? 0);
  }
  return total.n === 0 ? undefined : total;
}

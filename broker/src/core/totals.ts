import type { Totals } from '@kringwijzer/contract';
import { createLocalDate } from './local-date.ts';

interface DaySum {
  massG: number;
  deposits: number;
  /** Parts that do not average out (calibration), added straight. */
  systematicG: number;
  /** Squares of the parts that do (rounding to the division). */
  randomG2: number;
}

/** A deposit as the sums need it. */
export interface CountedMass {
  readonly at: number;
  readonly massG: number;
  readonly uncertaintyG: number;
  readonly divisionG: number;
}

export interface RunningTotals {
  add(device: string, deposit: CountedMass): void;
  /** Takes back a deposit that was added just so. */
  remove(device: string, deposit: CountedMass): void;
  /** Sums of the local day and year of `nowMs` over the devices that count as inflow. */
  of(nowMs: number, counts: (device: string) => boolean): Totals;
}

// A deposit is the difference of two readings, each rounded to a division: a triangle of one division to each side,
// of which 95 % lies within 1 - sqrt(0.05).
const ROUNDING_95 = 1 - Math.sqrt(0.05);

/**
 * Sums of inflow by local day, kept apart by device so that a scale's role may become known, or change, later.
 * The uncertainty of a sum adds the rounding of each deposit as independent and all the rest straight: a calibration
 * error is the same in every deposit and does not average out.
 */
export function createTotals(timeZone: string): RunningTotals {
  const localDate = createLocalDate(timeZone);
  const byDevice = new Map<string, Map<string, DaySum>>();
  const count = (device: string, deposit: CountedMass, sign: 1 | -1): void => {
    const days = byDevice.get(device) ?? new Map<string, DaySum>();
    byDevice.set(device, days);
    const date = localDate(deposit.at);
    const sum = days.get(date) ?? { massG: 0, deposits: 0, systematicG: 0, randomG2: 0 };
    days.set(date, sum);
    const randomG = Math.min(deposit.uncertaintyG, ROUNDING_95 * deposit.divisionG);
    sum.massG += sign * deposit.massG;
    sum.deposits += sign;
    sum.systematicG += sign * Math.sqrt(deposit.uncertaintyG ** 2 - randomG ** 2);
    sum.randomG2 += sign * randomG ** 2;
  };
  return {
    add: (device, deposit) => count(device, deposit, 1),
    remove: (device, deposit) => count(device, deposit, -1),
    of: (nowMs, counts) => {
      const today = localDate(nowMs);
      const year = today.slice(0, 4);
      const total = { todayG: 0, todayDeposits: 0, yearG: 0, yearDeposits: 0 };
      let systematicG = 0;
      let randomG2 = 0;
      for (const [device, days] of byDevice) {
        if (!counts(device)) continue;
        for (const [date, sum] of days) {
          if (!date.startsWith(year)) continue;
          total.yearG += sum.massG;
          total.yearDeposits += sum.deposits;
          if (date !== today) continue;
          total.todayG += sum.massG;
          total.todayDeposits += sum.deposits;
          systematicG += sum.systematicG;
          randomG2 += sum.randomG2;
        }
      }
      return { at: nowMs, ...total, todayUncertaintyG: Math.round(Math.max(0, systematicG) + Math.sqrt(Math.max(0, randomG2))) };
    },
  };
}

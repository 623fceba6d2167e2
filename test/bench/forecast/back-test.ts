import { createCalendar } from '../../../broker/src/core/calendar.ts';
import { AHEAD_MS, fullTimeOf } from '../../../broker/src/core/forecast/full-time.ts';
import { hoursBetween, type PastHour } from '../../../broker/src/core/forecast/hour.ts';
import { learnPast } from '../../../broker/src/core/forecast/learned-past.ts';
import { cyclesOf } from './cycles.ts';
import { chanceOf, type Gift, giftsOf, midnightOf, openingOf, type Pattern, YARD_STARTS_MS } from './yard.ts';

const HOUR = 3_600_000;
const FULL_G = 450_000;
const DAYS = 90;
/** Truth goes on after the last forecast, so that none is left out because its end was not simulated. */
const TAIL_DAYS = 45;
const FIRST_DAY = 14;
const LINEAR_BACK_MS = 7 * 24 * HOUR;

const CALENDAR = createCalendar('Europe/Amsterdam');
const day = [{ fromMin: 540, toMin: 1_020 }];
const OPENING = { week: [day, day, day, day, day, [{ fromMin: 540, toMin: 960 }], []], closedDates: [] };

/** One forecast beside what happened. */
export interface Tried {
  /** Signed, in hours: positive is too late. Undefined when the forecast gave no time. */
  readonly errorH: number | undefined;
  readonly linearErrorH: number;
  readonly sinceEmptyErrorH: number;
  readonly widthH: number;
  readonly held: 'in' | 'early' | 'late';
  readonly day: number;
  readonly aheadH: number;
}

/** Forecasts a container several times a day over 90 days, each with nothing but the hours before it. */
export function backTest(pattern: Pattern, seed: number): readonly Tried[] {
  const gifts = giftsOf(pattern, seed, DAYS + TAIL_DAYS);
  const cycles = cyclesOf(gifts, FULL_G, DAYS + TAIL_DAYS);
  const all = hoursBetween(CALENDAR, OPENING, YARD_STARTS_MS, midnightOf(DAYS) + AHEAD_MS + 24 * HOUR);
  const sums = sumsOf(gifts);
  const chance = chanceOf(seed ^ 0x5bd1e995);
  const tried: Tried[] = [];
  for (let day = FIRST_DAY; day < DAYS; day += 1) {
    if (openingOf(day) === undefined) continue;
    for (const hour of [9, 12, 15, 21]) {
      const nowMs = Math.round(midnightOf(day) + (hour + chance()) * HOUR);
      const cycle = cycles.find(({ fromMs, fullMs }) => fromMs <= nowMs && nowMs < fullMs);
      if (cycle === undefined) continue;
      const index = Math.floor((nowMs - YARD_STARTS_MS) / HOUR);
      const past = all.slice(Math.max(0, index - 70 * 24), index).map((at): PastHour => ({ ...at, massG: sums.get(at.start) ?? 0 }));
      const came = (fromMs: number): number =>
        gifts.reduce((sum, gift) => (gift.atMs > fromMs && gift.atMs <= nowMs ? sum + gift.massG : sum), 0);
      const roomG = FULL_G - came(cycle.fromMs);
      const learned = learnPast(past, nowMs);
      const found = learned && fullTimeOf({ nowMs, roomG, ...learned, ahead: all.slice(index) });
      const truth = cycle.fullMs;
      const weekG = came(nowMs - LINEAR_BACK_MS);
      const linear = nowMs + (roomG / Math.max(1, weekG)) * LINEAR_BACK_MS;
      const isYoung = nowMs - cycle.fromMs < 24 * HOUR;
      const sinceEmpty = isYoung ? linear : nowMs + (roomG / Math.max(1, FULL_G - roomG)) * (nowMs - cycle.fromMs);
      tried.push({
        errorH: found && (found.likely - truth) / HOUR,
        linearErrorH: (linear - truth) / HOUR,
        sinceEmptyErrorH: (sinceEmpty - truth) / HOUR,
        widthH: found ? (found.latest - found.earliest) / HOUR : Number.NaN,
        held: found === undefined || truth > found.latest ? 'late' : truth < found.earliest ? 'early' : 'in',
        day,
        aheadH: (truth - nowMs) / HOUR,
      });
    }
  }
  return tried;
}

function sumsOf(gifts: readonly Gift[]): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { atMs, massG } of gifts) {
    const hour = Math.floor(atMs / HOUR) * HOUR;
    sums.set(hour, (sums.get(hour) ?? 0) + massG);
  }
  return sums;
}

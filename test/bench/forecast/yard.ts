/** One gift of a made-up yard. */
export interface Gift {
  /** UTC epoch ms. */
  readonly atMs: number;
  readonly massG: number;
}

export type Pattern = 'steady' | 'weekly' | 'campaign';
export const PATTERNS: readonly Pattern[] = ['steady', 'weekly', 'campaign'];

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Monday 7 September 2026, 00:00 in Amsterdam; summer time ends within the days that are simulated. */
export const YARD_STARTS_MS = Date.UTC(2026, 8, 6, 22);
const SUMMER_ENDS_MS = Date.UTC(2026, 9, 25, 1);
const WINTER_SHIFT_MS = 3_600_000;

/** Gifts a day, Monday first; 0 is closed. Open from 9 to 17, on Saturday to 16. */
const WEEK: Readonly<Record<Pattern, readonly number[]>> = {
  steady: [24, 24, 24, 24, 24, 24, 0],
  weekly: [14, 16, 18, 18, 24, 66, 0],
  campaign: [22, 22, 24, 24, 26, 30, 0],
};
/** Share of the gifts of a day by half of the day's opening: the middle is busier than its ends. */
const BUSY_MIDDLE = 0.55;

/** Local midnight of a day of the simulation, UTC epoch ms. */
export const midnightOf = (day: number): number => {
  const summer = YARD_STARTS_MS + day * DAY;
  return summer < SUMMER_ENDS_MS ? summer : summer + WINTER_SHIFT_MS;
};

/** Opening in minutes of the local day, or undefined when closed. */
export function openingOf(day: number): { readonly fromMin: number; readonly toMin: number } | undefined {
  const weekday = day % 7;
  if (weekday === 6) return undefined;
  return { fromMin: 9 * 60, toMin: weekday === 5 ? 16 * 60 : 17 * 60 };
}

/** What the campaign does: more than double from day 40 for three weeks, then less than before. */
const campaignAt = (day: number): number => (day < 40 ? 1 : day < 61 ? 2.2 : 0.8);

/** Mulberry32 (Tommy Ettinger, public domain) as numbers in 0..1. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normal = (chance: () => number): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
const around = (chance: () => number, sd: number): number => Math.exp(sd * normal(chance) - (sd * sd) / 2);

/**
 * All gifts of some days, in order of time: visitors come one by one (Poisson), most bring little and few bring much (log-normal),
 * weather makes days differ (sd 25 %) and seasons weeks (sd 12 %).
 */
export function giftsOf(pattern: Pattern, seed: number, days: number): readonly Gift[] {
  const chance = chanceOf(seed);
  const gifts: Gift[] = [];
  let week = 1;
  for (let day = 0; day < days; day += 1) {
    if (day % 7 === 0) week = around(chance, 0.12);
    const opening = openingOf(day);
    if (opening === undefined) continue;
    const usual = WEEK[pattern][day % 7] ?? 0;
    const expected = usual * week * around(chance, 0.25) * (pattern === 'campaign' ? campaignAt(day) : 1);
    const span = opening.toMin - opening.fromMin;
    const start = midnightOf(day);
    for (let sum = -Math.log(1 - chance()); sum < expected; sum -= Math.log(1 - chance())) {
      const place = chance() < BUSY_MIDDLE ? 0.3 + 0.4 * chance() : chance();
      const massG = Math.round(Math.min(80_000, 3_000 * Math.exp(0.9 * normal(chance))));
      gifts.push({ atMs: Math.round(start + (opening.fromMin + place * span) * MINUTE), massG });
    }
  }
  return gifts.toSorted((left, right) => left.atMs - right.atMs);
}

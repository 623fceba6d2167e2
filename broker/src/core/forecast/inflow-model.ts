import { DAY_MS, HOUR_MS } from '@kringwijzer/contract';
import type { Hour, PastHour } from './hour.ts';

const SLOTS = 168;
const DAY_SLOTS = 24;
/** After this an hour of the past counts half for the shape of the week. */
const SHAPE_HALF_MS = 21 * DAY_MS;
/** Likewise for the level of these days: short enough to follow a campaign, long enough not to follow one busy day. */
const LEVEL_HALF_MS = 4 * DAY_MS;
/** Open hours of the whole day's rate that each hour of the week is mixed with, and of the site's rate for each day. */
const HOUR_PRIOR = 2;
const DAY_PRIOR = 6;
/** Days of ordinary inflow that say "as usual" against what was seen these days. */
const LEVEL_PRIOR_DAYS = 1;
const LEVEL_MOST = 5;
/** Before this much was seen there is no usual to be above or below. */
const LEVEL_FROM_OPEN_HOURS = 36;

/** What an hour is expected to bring; frozen at the moment it was asked for. */
export interface Expectation {
  /** Expected inflow of a whole hour of the calendar, g. */
  of(hour: Hour): number;
  /** Expected inflow of one opening hour, mean over the week, g. */
  readonly perOpenHourG: number;
  /** How these days are against the usual week, 1 is as usual. */
  readonly level: number;
  /** Opening hours seen, without weights. */
  readonly seenOpenHours: number;
}

/**
 * Learns the inflow of a container hour by hour: a rate for each hour of the week from weighted weeks, mixed with the rate of its
 * day and of the whole week as long as little is known, times the level of these days. Hours must come in order of time.
 */
export class InflowModel {
  readonly #mass = new Float64Array(SLOTS);
  readonly #open = new Float64Array(SLOTS);
  readonly #origin: number;
  #rates: Float64Array = new Float64Array(SLOTS);
  #meanRate = 0;
  #ratesDay = Number.NaN;
  #levelAt = 0;
  #recentMass = 0;
  #recentExpected = 0;
  #openHours = 0;

  /** `originMs`: a moment near the first hour, UTC epoch ms; only keeps the weights small. */
  constructor(originMs: number) {
    this.#origin = originMs;
    this.#levelAt = originMs;
  }

  learn({ start, slot, open, massG }: PastHour): void {
    if (massG === undefined) return;
    this.#refresh(start);
    const isWarm = this.#openHours >= LEVEL_FROM_OPEN_HOURS;
    const fade = 2 ** (-(start - this.#levelAt) / LEVEL_HALF_MS);
    this.#levelAt = start;
    this.#recentMass = this.#recentMass * fade + (isWarm ? massG : 0);
    this.#recentExpected = this.#recentExpected * fade + (isWarm ? (this.#rates[slot] ?? 0) * open : 0);
    const weight = 2 ** ((start - this.#origin) / SHAPE_HALF_MS);
    this.#mass[slot] = (this.#mass[slot] ?? 0) + weight * massG;
    this.#open[slot] = (this.#open[slot] ?? 0) + weight * open;
    this.#openHours += open;
  }

  /** What to expect of hours after the last one learned, seen from `nowMs`. */
  expectation(nowMs: number): Expectation {
    this.#compute(nowMs);
    const rates = this.#rates.slice();
    const level = this.#level();
    return {
      of: ({ slot, open }) => level * (rates[slot] ?? 0) * open,
      perOpenHourG: level * this.#meanRate,
      level,
      seenOpenHours: this.#openHours,
    };
  }

  #level(): number {
    const prior = LEVEL_PRIOR_DAYS * 8 * this.#meanRate;
    const total = this.#recentExpected + prior;
    if (total <= 0) return 1;
    return Math.min(LEVEL_MOST, Math.max(1 / LEVEL_MOST, (this.#recentMass + prior) / total));
  }

  /** Rates are made once a day: the level is then judged by what was expected before the day. */
  #refresh(at: number): void {
    const day = Math.floor((at - this.#origin) / DAY_MS);
    if (day === this.#ratesDay) return;
    this.#ratesDay = day;
    this.#compute(at);
  }

  #compute(at: number): void {
    // One unit of the weights of this moment, so that priors keep their size as weights grow.
    const unit = 2 ** ((at - HOUR_MS - this.#origin) / SHAPE_HALF_MS);
    const all = rateOf(sumOf(this.#mass, 0, SLOTS), sumOf(this.#open, 0, SLOTS));
    const rates = new Float64Array(SLOTS);
    for (let day = 0; day < SLOTS; day += DAY_SLOTS) {
      const mass = sumOf(this.#mass, day, day + DAY_SLOTS) + DAY_PRIOR * unit * all;
      const ofDay = rateOf(mass, sumOf(this.#open, day, day + DAY_SLOTS) + DAY_PRIOR * unit);
      for (let slot = day; slot < day + DAY_SLOTS; slot += 1) {
        const prior = HOUR_PRIOR * unit;
        rates[slot] = Math.max(0, rateOf((this.#mass[slot] ?? 0) + prior * ofDay, (this.#open[slot] ?? 0) + prior));
      }
    }
    this.#rates = rates;
    this.#meanRate = Math.max(0, all);
  }
}

const rateOf = (mass: number, open: number): number => (open > 0 ? mass / open : 0);

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index] ?? 0;
  return sum;
}

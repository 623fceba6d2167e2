import { DAY_MS, HOUR_MS, kgOf, MINUTE_MS, SECOND_MS, toDivision } from '@kringwijzer/contract';
import { LANGUAGE_INFO, type Language } from '../i18n/languages.ts';
import { FIGURE_WORDS } from './words.ts';

/** A mass apart in figure and unit, so that a page can set them in two sizes. */
export interface MassParts {
  readonly value: string;
  readonly unit: string;
}

/** Figures and moments as a person reads them, in one language and one time zone. All masses in grams, all moments in epoch ms. */
export interface Formats {
  /** `4,20 kg`: kilograms with the decimals its division calls for (1 000 g: none, 10 g: two). Default division: 1 kg. */
  readonly mass: (massG: number, divisionG?: number) => string;
  readonly massParts: (massG: number, divisionG?: number) => MassParts;
  /** `ongeveer 4 kg`: rounded to the division; `minder dan 1 kg` when that leaves nothing. */
  readonly aboutMass: (massG: number, divisionG: number) => string;
  /** A sum: whole kilograms below 10 t, tonnes with one decimal from there. */
  readonly totalMass: (massG: number) => string;
  readonly totalMassParts: (massG: number) => MassParts;
  readonly count: (n: number) => string;
  readonly decimal: (value: number, digits: number) => string;
  readonly percent: (ratio: number) => string;
  /** `za 21 nov` */
  readonly date: (atMs: number) => string;
  /** `zaterdag 21 november 2026` */
  readonly longDate: (atMs: number) => string;
  /** `21 nov`, for the axis of a chart */
  readonly dayMonth: (atMs: number) => string;
  /** `nov 2026` */
  readonly month: (atMs: number) => string;
  /** `14:05` */
  readonly time: (atMs: number) => string;
  /** `14:05:09` */
  readonly clock: (atMs: number) => string;
  /** `14:05` today, `za 21 nov 14:05` on another day. */
  readonly moment: (atMs: number, nowMs: number) => string;
  /** `3 minuten geleden`; `nu` below 10 s. */
  readonly ago: (atMs: number, nowMs: number) => string;
  /** `2 uur 5 min`: the two largest units of a duration of 0 ms or more. */
  readonly duration: (durationMs: number) => string;
}

const TONNES_FROM_G = 10_000_000;
const G_PER_TONNE = 1_000_000;
const NOW_BELOW_MS = 10 * SECOND_MS;

/** Decimals of a kilogram that a division in grams calls for: 1 000 g none, 500 g and 100 g one, 50 g and 10 g two, below that three. */
export function kgDecimals(divisionG: number): number {
  if (divisionG >= 1_000) return 0;
  if (divisionG >= 100) return 1;
  return divisionG >= 10 ? 2 : 3;
}

/** Figures and moments in a language, in the site's time zone (IANA name). Throws RangeError for a zone Intl does not know. */
export function createFormats(language: Language, timeZone: string): Formats {
  const { locale } = LANGUAGE_INFO[language];
  return { ...massFormats(language, locale), ...timeFormats(locale, timeZone) };
}

type MassFormats = Pick<Formats, 'mass' | 'massParts' | 'aboutMass' | 'totalMass' | 'totalMassParts' | 'count' | 'decimal' | 'percent'>;

function massFormats(language: Language, locale: string): MassFormats {
  const words = FIGURE_WORDS[language];
  const numbers = new Map<string, Intl.NumberFormat>();
  const fixed = (digits: number, unit?: 'kilogram'): Intl.NumberFormat => {
    const key = `${digits}${unit ?? ''}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    // min2: "1234 kg" cannot be misread as 1.2 kg by somebody used to the other separator.
    const base = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'min2' } as const;
    const made = new Intl.NumberFormat(locale, unit === undefined ? base : { ...base, style: 'unit', unit, unitDisplay: 'short' });
    numbers.set(key, made);
    return made;
  };
  const percentages = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const noMinusZero = (value: number): number => (value === 0 ? 0 : value);
  const kg = (massG: number, divisionG: number): number => noMinusZero(kgOf(toDivision(massG, divisionG)));
  const partsOf = (massG: number, divisionG: number): MassParts => {
    const parts = fixed(kgDecimals(divisionG), 'kilogram').formatToParts(kg(massG, divisionG));
    const pick = (isUnit: boolean): string =>
      parts
        .filter((part) => (part.type === 'unit') === isUnit)
        .map((part) => part.value)
        .join('')
        .trim();
    return { value: pick(false), unit: pick(true) };
  };
  const mass = (massG: number, divisionG = 1_000): string => fixed(kgDecimals(divisionG), 'kilogram').format(kg(massG, divisionG));
  const totalMassParts = (massG: number): MassParts =>
    Math.abs(massG) < TONNES_FROM_G ? partsOf(massG, 1_000) : { value: fixed(1).format(massG / G_PER_TONNE), unit: words.tonne };
  return {
    mass,
    massParts: (massG, divisionG = 1_000) => partsOf(massG, divisionG),
    aboutMass: (massG, divisionG) =>
      toDivision(massG, divisionG) === 0 && massG > 0
        ? words.lessThan.replace('{value}', mass(divisionG, divisionG))
        : words.about.replace('{value}', mass(massG, divisionG)),
    totalMass: (massG) => {
      const { value, unit } = totalMassParts(massG);
      return `${value}\u00A0${unit}`;
    },
    totalMassParts,
    count: (n) => fixed(0).format(noMinusZero(n)),
    decimal: (value, digits) => fixed(digits).format(noMinusZero(value)),
    percent: (ratio) => percentages.format(ratio),
  };
}

type TimeFormats = Pick<Formats, 'clock' | 'dayMonth' | 'month' | 'date' | 'longDate' | 'time' | 'moment' | 'ago' | 'duration'>;

const AGE_STEPS = [
  { unit: 'day', ms: DAY_MS },
  { unit: 'hour', ms: HOUR_MS },
  { unit: 'minute', ms: MINUTE_MS },
  { unit: 'second', ms: SECOND_MS },
] as const;

function timeFormats(locale: string, timeZone: string): TimeFormats {
  const day = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const shortDay = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const monthYear = new Intl.DateTimeFormat(locale, { timeZone, month: 'short', year: 'numeric' });
  const longDay = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const seconds = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const spoken = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const units = Object.fromEntries(
    AGE_STEPS.map(({ unit }) => [unit, new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })]),
  );
  const time = (atMs: number): string => clock.format(atMs);
  return {
    time,
    clock: (atMs) => seconds.format(atMs),
    date: (atMs) => day.format(atMs),
    dayMonth: (atMs) => shortDay.format(atMs),
    month: (atMs) => monthYear.format(atMs),
    longDate: (atMs) => longDay.format(atMs),
    moment: (atMs, nowMs) => (calendar.format(atMs) === calendar.format(nowMs) ? time(atMs) : `${day.format(atMs)} ${time(atMs)}`),
    ago: (atMs, nowMs) => {
      const ageMs = Math.max(0, nowMs - atMs);
      if (ageMs < NOW_BELOW_MS) return relative.format(0, 'second');
      const step = AGE_STEPS.find(({ ms }) => ageMs >= ms) ?? AGE_STEPS[3];
      return spoken.format(-Math.floor(ageMs / step.ms), step.unit);
    },
    duration: (durationMs) => {
      const first = AGE_STEPS.findIndex(({ ms }) => durationMs >= ms);
      const from = first === -1 ? AGE_STEPS.length - 1 : first;
      let restMs = Math.max(0, durationMs);
      const shown: string[] = [];
      for (const { unit, ms } of AGE_STEPS.slice(from, from + 2)) {
        const n = Math.floor(restMs / ms);
        restMs -= n * ms;
        if (n > 0 || shown.length === 0) shown.push(units[unit]?.format(n) ?? '');
      }
      return shown.join(' ');
    },
  };
}

import type { AlarmSettings } from '@kringwijzer/contract';

/** Numbers of the settings with the limits of the hub. */
export const NUMBERS = {
  nearlyFullPercent: { min: 10, max: 100 },
  fullPercent: { min: 10, max: 120 },
  noDataMin: { min: 2, max: 1_440 },
  calibrationDays: { min: 1, max: 3_650 },
  diskFreeMb: { min: 50, max: 1_000_000 },
  afterHoursKg: { min: 1, max: 10_000 },
  afterHoursMarginMin: { min: 0, max: 240 },
  toolServiceH: { min: 1, max: 100_000 },
} as const;
export type NumberKey = keyof typeof NUMBERS;

/** A whole number within limits as people type it; undefined when it is none. */
export function wholeNumber(text: string, { min, max }: { readonly min: number; readonly max: number }): number | undefined {
  if (!/^\d{1,9}$/u.test(text.trim())) return undefined;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : undefined;
}

type Pickups = AlarmSettings['pickups'];
type Day = Pickups[number]['day'];
/** What the days are called, in the language of the page. */
export type DayNames = Readonly<Record<Day, string>>;

/** Pickup days as people write them: `ma 08:00, do 13:30`. */
export const pickupsText = (pickups: Pickups, names: DayNames): string => pickups.map(({ day, at }) => `${names[day]} ${at}`).join(', ');

/** Pickup days out of what people wrote; undefined when it cannot be read. */
export function pickupsOf(text: string, names: DayNames): Pickups | undefined {
  if (text.trim() === '') return [];
  const days = Object.entries(names) as (readonly [Day, string])[];
  const found = text.split(',').map((part) => {
    const [, name = '', hour = '', minute = '00'] = /^\s*(\p{L}+)\s+(\d{1,2})(?:[:.](\d\d))?\s*$/u.exec(part) ?? [];
    const day = days.find(([, word]) => name.toLowerCase().startsWith(word))?.[0];
    return day === undefined || Number(hour) > 23 || Number(minute) > 59 ? undefined : { day, at: `${hour.padStart(2, '0')}:${minute}` };
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** True for an address the hub may post to as far as a page can tell. */
export function isWebAddress(text: string): boolean {
  try {
    return ['https:', 'http:'].includes(new URL(text).protocol);
  } catch {
    return false; // not an address at all
  }
}

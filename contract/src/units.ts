/** Grams in a kilogram. */
export const GRAMS_PER_KG = 1_000;

/** Kilograms of a mass in grams. */
export const kgOf = (massG: number): number => massG / GRAMS_PER_KG;

/** Whole grams of a mass in kilograms, rounded half away from zero. */
export const gramsOf = (massKg: number): number => Math.sign(massKg) * Math.round(Math.abs(massKg) * GRAMS_PER_KG);

/** A mass in grams rounded to a multiple of `divisionG` (> 0). Throws RangeError for a division of 0 or less. */
export function toDivision(massG: number, divisionG: number): number {
  if (!(divisionG > 0)) throw new RangeError('divisionG must be above 0');
  return Math.round(massG / divisionG) * divisionG;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

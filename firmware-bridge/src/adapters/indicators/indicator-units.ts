import type { IndicatorReading } from './indicator-reading.ts';

/** Grams in each unit, with its usual spellings. Pound and ounce: international avoirdupois pound, 453.592 37 g exactly. */
const GRAMS: Readonly<Record<string, number>> = {
  mg: 0.001,
  g: 1,
  kg: 1_000,
  t: 1_000_000,
  lb: 453.592_37,
  lbs: 453.592_37,
  oz: 28.349_523_125,
};

const NUMBER = /^([+-]?) *(\d{1,9}(?:[.,]\d{1,6})?|[.,]\d{1,6})$/u;

/**
 * Grams of a decimal text and a unit; point and comma are both decimal signs, because indicators send either and none sends
 * thousands. Undefined when it is no number or the unit is not a mass.
 */
export function gramsOfText(number: string, unit: string): number | undefined {
  const [, sign, digits] = NUMBER.exec(number.trim()) ?? [];
  const factor = GRAMS[unit.trim().toLowerCase()];
  if (digits === undefined || factor === undefined) return undefined;
  const mass = Number(digits.replace(',', '.')) * factor;
  // A milligram is far below any division; this takes the dust of binary fractions off.
  return Math.round((sign === '-' ? -mass : mass) * 1_000) / 1_000;
}

/** A weight reading of a text and a unit, or undefined when that is no weight. */
export function weightReading(
  number: string,
  unit: string,
  { stable, net }: { readonly stable: boolean; readonly net: boolean },
): IndicatorReading | undefined {
  const massG = gramsOfText(number, unit);
  return massG === undefined ? undefined : { type: 'weight', massG, stable, net };
}

import type { IndicatorResult } from '@kringwijzer/contract';
import type { FactSheet } from './fact-sheet.ts';
import { type Formula, parseFormula } from './formula.ts';
import { INDICATORS, type Indicator } from './indicator-table.ts';

const FORMULAS: ReadonlyMap<string, Formula> = new Map(INDICATORS.map(({ id, formula }) => [id, parseFormula(formula)]));

/** The indicator of an id, or undefined. */
export const indicatorOf = (id: string): Indicator | undefined => INDICATORS.find((indicator) => indicator.id === id);

/** The formula of an indicator, read. */
export function formulaOf(indicator: Indicator): Formula {
  const formula = FORMULAS.get(indicator.id);
  if (formula === undefined) throw new TypeError(`no formula of ${indicator.id}`);
  return formula;
}

/**
 * One indicator from the facts of a period, in all or of one stream. The uncertainty is carried through the formula fact by
 * fact, as if they were independent.
 */
export function resultOf(indicator: Indicator, sheet: FactSheet, stream?: string): IndicatorResult {
  const formula = formulaOf(indicator);
  const fact = (name: string): number | undefined => sheet.value(name, stream);
  const value = formula.evaluate(fact);
  const notes = [...new Set(formula.names.flatMap((name) => sheet.notes(name, stream)))];
  const hidden = stream === undefined && formula.names.some((name) => sheet.isHidden(name));
  const records = formula.names.reduce((sum, name) => sum + sheet.count(name, stream), 0);
  if (hidden) return { id: indicator.id, hidden, records: 0, notes: ['small_group'] };
  const base = { id: indicator.id, hidden, records, notes };
  if (value === undefined) return base;
  const uncertainty = spread(formula, sheet, stream, value);
  const ranged = formula.names.some((name) => sheet.hasRange(name, stream));
  const low = ranged ? formula.evaluate((name) => sheet.low(name, stream)) : undefined;
  const high = ranged ? formula.evaluate((name) => sheet.high(name, stream)) : undefined;
  return {
    ...base,
    value,
    ...(uncertainty > 0 && { uncertainty }),
    ...(low !== undefined && { low }),
    ...(high !== undefined && { high }),
  };
}

function spread(formula: Formula, sheet: FactSheet, stream: string | undefined, value: number): number {
  let sum2 = 0;
  for (const name of formula.names) {
    const half = sheet.uncertainty(name, stream);
    if (half === 0) continue;
    const moved = formula.evaluate((other) => {
      const plain = sheet.value(other, stream);
      return other === name && plain !== undefined ? plain + half : plain;
    });
    sum2 += ((moved ?? value) - value) ** 2;
  }
  return Math.sqrt(sum2);
}

/** All indicators of a period. */
export const resultsOf = (sheet: FactSheet): readonly IndicatorResult[] => INDICATORS.map((indicator) => resultOf(indicator, sheet));

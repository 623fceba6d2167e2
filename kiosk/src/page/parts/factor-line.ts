import type { ImpactFactor } from '@kringwijzer/contract';
import type { Formats, Translate } from '@kringwijzer/ui';
import type { Words } from '../text/nl.ts';

/** A source with its year, once; without one when the source gives none. */
export const sourceText = (source: string, year: number | undefined): string =>
  year === undefined || source.includes(String(year)) ? source : `${source}, ${year}`;

/** Under each CO₂ figure: the factor, what it counts, and where it comes from. */
export function factorLine(t: Translate<Words>, formats: Formats, factor: ImpactFactor): string {
  const values = { value: formats.decimal(factor.value, 1), source: sourceText(factor.source, factor.year) };
  return factor.basis === 'reused' ? t('co2Basis', values) : t('co2BasisCollected', values);
}

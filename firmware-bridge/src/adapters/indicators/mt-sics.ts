import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { weightReading } from './indicator-units.ts';
import { lineParser } from './line-parser.ts';

const WEIGHT = /^S ([SD]) +([+-]? *[\d.,]+) +([a-z]{1,3})$/iu;
const RANGE = /^S ([+-])$/u;
/** Answers that carry no weight: busy, errors, zero, tare, identity. */
const OTHER = /^(S I|E[STL]|ZI? .*|T[IA]?C? .*|I\d .*|@.*|K .*|D .*)$/u;

/**
 * One line of MT-SICS level 0 and 1, and of KERN KCP, which has the same answers. Source: Mettler Toledo "Reference manual
 * standard interface command set MT-SICS" (11780711); KERN "KCP" manual 1.3.8. S and D say stable and in motion.
 */
export function parseMtSics(line: string): IndicatorReading | undefined {
  const text = line.trimEnd();
  const [, state = '', number, unit] = WEIGHT.exec(text) ?? [];
  // The weight is net of a tare on the indicator, but the answer does not say whether there is one.
  if (number !== undefined && unit !== undefined) return weightReading(number, unit, { stable: /^S$/iu.test(state), net: false });
  const [, side] = RANGE.exec(text) ?? [];
  if (side !== undefined) return { type: 'range', side: side === '+' ? 'over' : 'under' };
  return OTHER.test(text) ? { type: 'other', text } : undefined;
}

export const mtSicsParser = (): IndicatorParser => lineParser(parseMtSics);

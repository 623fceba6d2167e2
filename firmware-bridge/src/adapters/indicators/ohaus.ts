import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { weightReading } from './indicator-units.ts';
import { lineParser } from './line-parser.ts';

/** Polarity, weight, unit, `?` when in motion, legend. */
const STRING = /^ *([+-]?) *([\d.,]+) +(mg|g|kg|t|lbs?|oz) *(\?)? *(G|NET|N|B|T|PT)?$/iu;

/**
 * One line of an Ohaus Defender, Ranger or Courier: polarity, weight in 7, unit in 5, stability, legend. Source: Ohaus
 * Defender 3000 manual, serial output. A blank stability means stable; `ES` is an unknown command.
 */
export function parseOhaus(line: string): IndicatorReading | undefined {
  const text = line.trimEnd();
  if (/^ *(ES|OK!?|A|E)$/u.test(text)) return { type: 'other', text: text.trim() };
  if (/^ *(Err ?8\.3|OL|-{3,}|[O0]verload)/iu.test(text)) return { type: 'range', side: 'over' };
  if (/^ *(Err ?8\.4|UL|_{3,}|[U]nderload)/iu.test(text)) return { type: 'range', side: 'under' };
  const [, sign = '', number = '', unit = '', motion = '', legend = ''] = STRING.exec(text) ?? [];
  if (/^P?T$/iu.test(legend)) return { type: 'other', text: text.trim() };
  return weightReading(sign + number, unit, { stable: motion === '', net: /^N/iu.test(legend) });
}

export const ohausParser = (): IndicatorParser => lineParser(parseOhaus);

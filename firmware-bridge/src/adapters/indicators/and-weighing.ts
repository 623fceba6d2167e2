import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { weightReading } from './indicator-units.ts';
import { lineParser } from './line-parser.ts';

/** First header, perhaps a second one, weight with its sign, unit without a comma before it. */
const STRING = /^(ST|US|OL|QT),(?:(GS|NT|TR|G|N),)?([+-] *[\d.,]*) *([a-z]{1,3})?$/iu;

/**
 * One line of an A&D indicator: `ST,NT,+0012.34kg`, or `ST,+0001.234 kg` with one header. Source: A&D AD-4404 and AD-4406A
 * manuals, data format; GC series for the short form. Out of range: OL, with spaces or nines in place of the weight.
 */
export function parseAnd(line: string): IndicatorReading | undefined {
  const text = line.trim();
  if (/^(\?|I|\?E|VER.*)$/u.test(text)) return { type: 'other', text };
  const [, header, kind = '', number, unit = ''] = STRING.exec(text) ?? [];
  if (header === undefined || number === undefined) return undefined;
  const state = header.toUpperCase();
  if (state === 'OL') return { type: 'range', side: number.startsWith('-') ? 'under' : 'over' };
  if (state === 'QT' || kind.toUpperCase() === 'TR') return { type: 'other', text };
  return weightReading(number, unit, { stable: state === 'ST', net: /^N/iu.test(kind) });
}

export const andParser = (): IndicatorParser => lineParser(parseAnd);

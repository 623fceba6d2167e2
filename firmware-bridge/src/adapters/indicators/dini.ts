import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { weightReading } from './indicator-units.ts';
import { lineParser } from './line-parser.ts';

/** Address, state, gross or net, weight, unit. */
const STRING = /^(?:\d{2})?(ST|US|OL|UL) *, *(GS|NT) *, *([+-]? *[\d.,]+|[^\d]*) *, *([a-z]{1,3}) *$/iu;

/**
 * One line of the "standard string" of Dini Argeo 3590, DFW and others: `[CC]HH,KK,PPPPPPPP,UM`. Source: Dini Argeo 3590EXP
 * manual, serial transmission; DFW technical manual 21.03. OL and UL are over- and underload.
 */
export function parseDini(line: string): IndicatorReading | undefined {
  const text = line.trim();
  if (/^ERR\d{2}$/u.test(text) || text === 'OK') return { type: 'other', text };
  const [, state = '', kind = '', number = '', unit = ''] = STRING.exec(text) ?? [];
  if (/^[OU]L$/iu.test(state)) return { type: 'range', side: /^O/iu.test(state) ? 'over' : 'under' };
  return weightReading(number, unit, { stable: /^ST$/iu.test(state), net: /^NT$/iu.test(kind) });
}

export const diniParser = (): IndicatorParser => lineParser(parseDini);

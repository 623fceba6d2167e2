import { LineSplitter } from '../line-splitter.ts';
import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';

const LINE_MAX = 80;
const PRINTABLE = /^[ -~]*$/u;

/** A parser for indicators that send lines ended by CR LF, CR or LF; some set the eighth bit as parity, so it is taken off. */
export function lineParser(parse: (line: string) => IndicatorReading | undefined): IndicatorParser {
  const splitter = new LineSplitter(LINE_MAX);
  return {
    push: (bytes, take) => {
      const plain = bytes.map((byte) => ((byte & 0x7f) === 0x0d ? 0x0a : byte & 0x7f));
      splitter.push(plain, (line) => {
        if (line === '') return;
        take(line === undefined || !PRINTABLE.test(line) ? undefined : parse(line));
      });
    },
    reset: () => splitter.reset(),
  };
}

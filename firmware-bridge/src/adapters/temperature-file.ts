import { readFile } from 'node:fs/promises';
import type { CancelTimer } from '../ports/clock.ts';
import type { ReadingEvent, ReadingSource, SourceContext } from '../ports/sources.ts';

const EVERY_MS = 30_000;
const LOWEST_C = -55;
const HIGHEST_C = 125;
/** What a DS18B20 gives before its first conversion (datasheet, power-on reset value). */
const POWER_ON_MILLI = 85_000;

/** Degrees Celsius of a file of the kernel with millidegrees; undefined when it holds none a sensor can mean. */
export function celsiusOf(text: string): number | undefined {
  const milli = Number(text.trim() || Number.NaN);
  const isReal = Number.isInteger(milli) && milli !== POWER_ON_MILLI && milli >= LOWEST_C * 1_000 && milli <= HIGHEST_C * 1_000;
  return isReal ? milli / 1_000 : undefined;
}

/** A scale's source with the temperature near its cells beside it. A sensor that cannot be read is silent: the zero is then not corrected. */
export function withTemperature(source: ReadingSource, file: string): ReadingSource {
  let cancel: CancelTimer | undefined;
  let failed = false;
  const read = async (context: SourceContext, emit: (event: ReadingEvent) => void): Promise<void> => {
    try {
      const celsius = celsiusOf(await readFile(file, 'utf8'));
      if (celsius !== undefined) emit({ type: 'temperature', atMs: context.nowMs(), celsius });
      failed = false;
    } catch (error) {
      if (!failed) context.log.warn({ err: error, file }, 'the temperature of a scale cannot be read');
      failed = true;
    }
  };
  return {
    start: (context, emit) => {
      source.start(context, emit);
      void read(context, emit);
      cancel = context.every(EVERY_MS, () => void read(context, emit));
    },
    stop: async () => {
      cancel?.();
      await source.stop();
    },
  };
}

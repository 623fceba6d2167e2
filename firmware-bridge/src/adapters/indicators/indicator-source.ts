import type { IndicatorDriver } from '../../config/driver-schema.ts';
import type { CancelTimer } from '../../ports/clock.ts';
import type { OpenSerial } from '../../ports/serial.ts';
import type { ReadingEvent, ReadingSource, SourceContext } from '../../ports/sources.ts';
import { FaultLatch } from '../fault-latch.ts';
import { SerialLine } from '../serial-line.ts';
import { andParser } from './and-weighing.ts';
import { diniParser } from './dini.ts';
import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { mtSicsParser } from './mt-sics.ts';
import { ohausParser } from './ohaus.ts';
import { toledoParser } from './toledo.ts';

const PARSERS: Readonly<Record<IndicatorDriver['protocol'], () => IndicatorParser>> = {
  'mt-sics': mtSicsParser,
  kcp: mtSicsParser,
  toledo: toledoParser,
  dini: diniParser,
  and: andParser,
  ohaus: ohausParser,
};

/** Usual command that asks for the weight now; false where the indicator sends by itself. */
const POLLS: Readonly<Record<IndicatorDriver['protocol'], string | false>> = {
  'mt-sics': 'SI',
  kcp: 'SI',
  toledo: false,
  dini: 'READ',
  and: 'RW',
  ohaus: 'IP',
};

const SILENT_MS = 5_000;
/** Polls that may go unanswered before the next one is sent all the same. */
const PATIENCE = 3;

/** The readings of a weighing indicator in grams, as one channel of one count a gram. */
export function indicatorSource(driver: IndicatorDriver, open: OpenSerial): ReadingSource {
  let line: IndicatorLine | undefined;
  return {
    start: (context, emit) => {
      line = new IndicatorLine(driver, open, context, emit);
      line.start();
    },
    stop: async () => line?.stop(),
  };
}

class IndicatorLine {
  readonly #driver: IndicatorDriver;
  readonly #context: SourceContext;
  readonly #emit: (event: ReadingEvent) => void;
  readonly #parser: IndicatorParser;
  readonly #faults: FaultLatch;
  readonly #line: SerialLine;
  #waiting = 0;
  #cancel: CancelTimer | undefined;

  constructor(driver: IndicatorDriver, open: OpenSerial, context: SourceContext, emit: (event: ReadingEvent) => void) {
    this.#driver = driver;
    this.#context = context;
    this.#emit = emit;
    this.#parser = PARSERS[driver.protocol]();
    this.#faults = new FaultLatch(context.nowMs, emit);
    this.#line = new SerialLine({
      path: driver.path,
      settings: { baud: driver.baud, format: driver.format },
      open,
      silentMs: SILENT_MS,
      onData: (bytes) => this.#parser.push(bytes, (reading) => this.#take(reading)),
      onOpen: () => {
        this.#parser.reset();
        this.#waiting = 0;
      },
      onTrouble: ({ code, message }) => this.#faults.only(code, message),
    });
  }

  start(): void {
    this.#line.start(this.#context);
    const { poll = POLLS[this.#driver.protocol], pollMs } = this.#driver;
    if (poll !== false) this.#cancel = this.#context.every(pollMs, () => this.#ask(poll));
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#line.stop();
  }

  /** Asks again when the last answer has come, or is not coming any more. */
  #ask(poll: string): void {
    this.#waiting = this.#waiting >= PATIENCE ? 0 : this.#waiting;
    if (this.#waiting === 0) this.#line.write(`${poll}\r\n`);
    this.#waiting += 1;
  }

  #take(reading: IndicatorReading | undefined): void {
    this.#waiting = 0;
    const atMs = this.#context.nowMs();
    const { path } = this.#driver;
    if (reading === undefined) this.#emit({ type: 'gap', atMs, lost: 1, reason: 'corrupt' });
    else if (reading.type === 'range') this.#faults.only('KW_INDICATOR_RANGE', `${path}: ${reading.side}load`);
    else if (reading.type === 'other') this.#faults.clear('KW_SERIAL_OPEN', 'KW_SERIAL_GONE', 'KW_SERIAL_SILENT');
    // A net weight would turn somebody's press on the tare key into a removal.
    else if (reading.net) this.#faults.only('KW_INDICATOR_NET', path);
    else {
      this.#faults.clear();
      this.#emit({ type: 'counts', atMs, raw: [reading.massG] });
    }
  }
}

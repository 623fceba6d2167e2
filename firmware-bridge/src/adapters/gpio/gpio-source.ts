import { backoffMs } from '../../backoff.ts';
import type { GpioDriver } from '../../config/driver-schema.ts';
import type { CancelTimer } from '../../ports/clock.ts';
import type { EdgeEvent, EdgeSource, SourceContext } from '../../ports/sources.ts';
import { FaultLatch } from '../fault-latch.ts';
import { systemClock } from '../system-clock.ts';
import type { BeamLines, LineEvent, OpenBeamLines } from './beam-lines.ts';
import { gpioWords } from './gpio-words.ts';
import { openGpiomonLines } from './gpiomon-lines.ts';
import { openOnoffLines } from './onoff-lines.ts';

/** The level is read this often: an edge that was lost must not leave a beam broken for ever. */
const LOOK_MS = 3_000;
/** A kernel time stamp further away than this is of another clock. */
const STAMP_MAX_MS = 5_000;

export interface GpioWays {
  readonly onoff: OpenBeamLines;
  readonly gpiomon: OpenBeamLines;
}

const REAL: GpioWays = { onoff: openOnoffLines, gpiomon: openGpiomonLines };

/** The two beams of a door on GPIO lines, by the backend that works. */
export function gpioSource(driver: GpioDriver, ways: GpioWays = REAL): EdgeSource {
  let door: GpioDoor | undefined;
  return {
    start: (context, emit) => {
      door = new GpioDoor({ driver, ways, context, emit });
      void door.open();
    },
    stop: () => {
      door?.stop();
      return Promise.resolve();
    },
  };
}

interface GpioDoorOptions {
  readonly driver: GpioDriver;
  readonly ways: GpioWays;
  readonly context: SourceContext;
  readonly emit: (event: EdgeEvent) => void;
}

class GpioDoor {
  readonly #options: GpioDoorOptions;
  readonly #faults: FaultLatch;
  readonly #levels = new Map<number, boolean>();
  #lines: BeamLines | undefined;
  #attempt = 0;
  #cancel: CancelTimer | undefined;
  #stopped = false;

  constructor(options: GpioDoorOptions) {
    this.#options = options;
    this.#faults = new FaultLatch(options.context.nowMs, options.emit);
  }

  async open(): Promise<void> {
    const { context, driver, emit } = this.#options;
    try {
      const lines = await this.#openAny();
      if (this.#stopped) return lines.close();
      this.#lines = lines;
      this.#attempt = 0;
      this.#faults.clear();
      emit({ type: 'identity', firmware: lines.via });
      context.log.info({ via: lines.via, lineA: driver.lineA, lineB: driver.lineB }, 'light beams opened');
      this.#look();
      this.#cancel = context.every(LOOK_MS, () => this.#look());
    } catch (error) {
      this.#lost(error instanceof Error ? error.message : String(error));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#lines?.close();
  }

  /** The first way that works; when none does, the reasons of both. */
  async #openAny(): Promise<BeamLines> {
    const { driver, ways } = this.#options;
    const options = { driver, onEvent: (event: LineEvent) => this.#take(event), onLost: (reason: string) => this.#lost(reason) };
    const names = driver.backend === 'auto' ? (['onoff', 'gpiomon'] as const) : [driver.backend];
    const reasons: string[] = [];
    for (const name of names) {
      try {
        return await ways[name](options);
      } catch (error) {
        reasons.push(`${name}: ${gpioWords(error)}`);
      }
    }
    throw new Error(reasons.join('; '));
  }

  #lost(reason: string): void {
    if (this.#stopped) return;
    const { context } = this.#options;
    this.#cancel?.();
    this.#lines?.close();
    this.#lines = undefined;
    this.#faults.raise('KW_GPIO_UNUSABLE', reason);
    context.log.warn({ code: 'KW_GPIO_UNUSABLE', reason }, 'light beams cannot be read');
    this.#cancel = context.after(backoffMs(this.#attempt, 0.5), () => void this.open());
    this.#attempt += 1;
  }

  /** Levels that no interrupt told of. */
  #look(): void {
    const { driver, context } = this.#options;
    try {
      for (const line of [driver.lineA, driver.lineB]) {
        const high = this.#lines?.isHigh(line);
        if (high !== undefined && high !== this.#levels.get(line)) this.#emit(line, high, context.nowMs());
      }
    } catch (error) {
      this.#lost(gpioWords(error));
    }
  }

  #take({ line, high, kernelMs }: LineEvent): void {
    const nowMs = this.#options.context.nowMs();
    const ageMs = kernelMs === undefined ? 0 : systemClock.monotonicMs() - kernelMs;
    this.#emit(line, high, ageMs >= 0 && ageMs <= STAMP_MAX_MS ? Math.round(nowMs - ageMs) : nowMs);
  }

  #emit(line: number, high: boolean, atMs: number): void {
    const { driver, emit } = this.#options;
    const isFirst = !this.#levels.has(line);
    this.#levels.set(line, high);
    const broken = high !== driver.activeLow;
    // The very first look only tells how things stand: a free beam is no edge.
    if (isFirst && !broken) return;
    emit({ type: 'edge', atMs, beam: line === driver.lineA ? 'a' : 'b', broken });
  }
}

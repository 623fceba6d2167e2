import { gpioSource } from '../../../firmware-bridge/src/adapters/gpio/gpio-source.ts';
import { type DoorState, doorConfigOf, doorCore } from '../../../firmware-bridge/src/core/cores.ts';
import type { EdgeEvent } from '../../../firmware-bridge/src/ports/sources.ts';
import { sourceContext } from '../../../firmware-bridge/testing/source-context.ts';
import type { PlannedDriver } from '../plan.ts';

const DEADLINE_MS = 15_000;

/** The node's own driver of light beams with the node's own core of a door behind it. */
export class DoorRig {
  readonly #context = sourceContext(60_000);
  readonly #config = doorConfigOf();
  readonly #source;
  readonly #edges: string[] = [];
  readonly #passages: string[] = [];
  #state: DoorState;
  #missed = 0;
  #onOpened: () => void = () => undefined;
  via: string | undefined;
  fault: string | undefined;

  constructor(driver: PlannedDriver) {
    this.#source = gpioSource(driver);
    this.#state = doorCore.initial(this.#config, this.#context.nowMs());
  }

  /** Opens the beams and waits until the driver says that they are open or that they cannot be. Rejects with Error on neither. */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#context.after(DEADLINE_MS, () => reject(new Error('the driver says nothing')));
      this.#onOpened = () => {
        cancel();
        resolve();
      };
      this.#source.start(this.#context, (event) => this.#take(event));
    });
  }

  /** Waits until no edge has come for `quietMs`, lets the core settle and closes the lines. */
  async close(quietMs: number): Promise<{ readonly edges: string; readonly passages: string; readonly missed: number }> {
    for (let before = -1; before !== this.#edges.length; ) {
      before = this.#edges.length;
      await new Promise<void>((resolve) => void this.#context.after(quietMs, resolve));
    }
    this.#step({ type: 'flush', atMs: this.#context.nowMs() });
    await this.#source.stop();
    return { edges: this.#edges.join(' '), passages: this.#passages.join(' '), missed: this.#missed };
  }

  #take(event: EdgeEvent): void {
    if (event.type === 'edge') {
      this.#edges.push(`${event.beam}${event.broken ? '+' : '-'}`);
      this.#step(event);
    } else if (event.type === 'identity') {
      this.via = event.firmware;
      this.#onOpened();
    } else if (event.type === 'fault' && event.state === 'raised') {
      this.fault = event.detail;
      this.#onOpened();
    }
  }

  #step(input: Parameters<typeof doorCore.step>[2]): void {
    const { state, outputs } = doorCore.step(this.#config, this.#state, input);
    this.#state = state;
    this.#passages.push(...state.passages.map((passage) => passage.direction));
    for (const output of outputs) {
      if (output.type === 'record' && output.record.kind === 'passages') this.#missed += output.record.missed;
    }
  }
}

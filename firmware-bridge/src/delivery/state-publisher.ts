import { STATE_MIN_INTERVAL_MS, topicOf } from '@kringwijzer/contract';
import type { StateValue } from '../devices/device.ts';
import type { CancelTimer, Clock } from '../ports/clock.ts';
import type { HubLink } from '../ports/hub-link.ts';

export interface StatePublisherOptions {
  readonly site: string;
  readonly node: string;
  readonly link: HubLink;
  readonly timers: Clock;
  readonly toWallMs: (nodeMs: number) => number;
}

interface Shown {
  latest: StateValue | undefined;
  sentMs: number;
  busy: boolean;
  cancel: CancelTimer | undefined;
}

/** The latest value of each device for screens: at most 4 a second, never queued, sent again when the line comes back. */
export class StatePublisher {
  readonly #options: StatePublisherOptions;
  readonly #shown = new Map<string, Shown>();
  readonly #known = new Map<string, StateValue>();
  #seq = 0;
  #stopped = false;

  constructor(options: StatePublisherOptions) {
    this.#options = options;
    options.link.onUp(() => {
      for (const [device, value] of this.#known) this.offer(device, value);
    });
  }

  /** Takes a value in node time; an older one that was not sent yet is replaced. */
  offer(device: string, value: StateValue): void {
    this.#known.set(device, value);
    if (this.#stopped || !this.#options.link.isUp()) return;
    let shown = this.#shown.get(device);
    if (shown === undefined) {
      shown = { latest: undefined, sentMs: Number.NEGATIVE_INFINITY, busy: false, cancel: undefined };
      this.#shown.set(device, shown);
    }
    shown.latest = value;
    this.#trySend(device, shown);
  }

  stop(): void {
    this.#stopped = true;
    for (const shown of this.#shown.values()) shown.cancel?.();
  }

  #trySend(device: string, shown: Shown): void {
    if (shown.busy || shown.cancel !== undefined || shown.latest === undefined || this.#stopped) return;
    const { timers, link } = this.#options;
    const waitMs = shown.sentMs + STATE_MIN_INTERVAL_MS - timers.monotonicMs();
    if (waitMs > 0) {
      shown.cancel = timers.after(Math.ceil(waitMs), () => {
        shown.cancel = undefined;
        this.#trySend(device, shown);
      });
      return;
    }
    if (!link.isUp()) return;
    this.#send(device, shown, shown.latest);
  }

  #send(device: string, shown: Shown, value: StateValue): void {
    const { timers, toWallMs } = this.#options;
    shown.latest = undefined;
    shown.sentMs = timers.monotonicMs();
    // One at a time: a line that is full makes values fewer, never a queue.
    shown.busy = true;
    const payload = JSON.stringify({ ...value, at: toWallMs(value.at), seq: this.#seq });
    this.#seq += 1;
    void this.#publish(device, payload).then(() => {
      shown.busy = false;
      this.#trySend(device, shown);
    });
  }

  async #publish(device: string, payload: string): Promise<void> {
    const { site, node, link } = this.#options;
    try {
      await link.publish({ topic: topicOf({ type: 'state', site, node, device }), payload, qos: 0, retain: true });
    } catch {
      // The line went down: the latest value is sent again when it comes back.
    }
  }
}

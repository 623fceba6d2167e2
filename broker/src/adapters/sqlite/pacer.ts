import { setImmediate } from 'node:timers/promises';

/** Cuts long work into slices, so that ingest and screens never wait longer than one slice. */
export class Pacer {
  private readonly sliceMs: number;
  private startedAt = performance.now();

  constructor(sliceMs: number) {
    this.sliceMs = sliceMs;
  }

  /** True when the slice is used up. */
  get isDue(): boolean {
    return performance.now() - this.startedAt >= this.sliceMs;
  }

  /** Lets everybody else go first and starts a new slice. */
  async rest(): Promise<void> {
    await setImmediate();
    this.startedAt = performance.now();
  }
}

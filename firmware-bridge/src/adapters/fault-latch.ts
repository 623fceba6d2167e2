import type { SourceFault, SourceGap } from '../ports/sources.ts';

type Code = `KW_${string}`;

/** Raises each fault of a driver once and clears it once; readings are missing from the first raise on. */
export class FaultLatch {
  readonly #raised = new Set<Code>();
  readonly #nowMs: () => number;
  readonly #emit: (event: SourceFault | SourceGap) => void;

  constructor(nowMs: () => number, emit: (event: SourceFault | SourceGap) => void) {
    this.#nowMs = nowMs;
    this.#emit = emit;
  }

  raise(code: Code, detail: string): void {
    if (this.#raised.has(code)) return;
    if (this.#raised.size === 0) this.#emit({ type: 'gap', atMs: this.#nowMs(), lost: 0, reason: 'silent' });
    this.#raised.add(code);
    this.#emit({ type: 'fault', atMs: this.#nowMs(), code, state: 'raised', detail: detail.slice(0, 256) });
  }

  /** Clears these codes, or all when none is named. */
  clear(...codes: readonly Code[]): void {
    for (const code of codes.length === 0 ? [...this.#raised] : codes) {
      if (this.#raised.delete(code)) this.#emit({ type: 'fault', atMs: this.#nowMs(), code, state: 'cleared' });
    }
  }

  /** Raises this code and clears every other one: a line that is gone has no other trouble. */
  only(code: Code, detail: string): void {
    for (const other of this.#raised) if (other !== code) this.clear(other);
    this.raise(code, detail);
  }
}

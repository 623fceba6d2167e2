import type { Spool, SpooledRecord, SpoolRange } from '../ports/spool.ts';

/** Most records of this boot that may wait for the line and still count as live. */
const LIVE_MAX = 200;

const LIMIT = { records: 200, bytes: 48 * 1024 } as const;

/** What is to be sent next: this boot's newest first of all, then what lay in the spool, oldest first. */
export class Backlog {
  readonly #spool: Spool;
  #segments: SpoolRange[];
  #liveFrom = 0;

  constructor(spool: Spool) {
    this.#spool = spool;
    this.#segments = spool.ranges().filter((range) => range.boot !== spool.boot);
  }

  /** When the line comes up: what gathered meanwhile is backlog, unless it is little. */
  lineUp(): void {
    const to = this.#spool.committedTo();
    if (to - this.#liveFrom <= LIVE_MAX) return;
    this.#segments.push({ boot: this.#spool.boot, from: this.#liveFrom, to });
    this.#liveFrom = to;
  }

  nextLive(): SpoolRange | undefined {
    const to = this.#spool.committedTo();
    if (this.#liveFrom >= to) return undefined;
    const range = rangeOf(this.#spool.boot, this.#spool.read({ boot: this.#spool.boot, from: this.#liveFrom, to }, LIMIT));
    this.#liveFrom = range?.to ?? to;
    return range;
  }

  nextOld(): SpoolRange | undefined {
    for (;;) {
      const [segment, ...others] = this.#segments;
      if (segment === undefined) return undefined;
      const range = rangeOf(segment.boot, this.#spool.read(segment, LIMIT));
      this.#segments = range === undefined ? others : [{ ...segment, from: range.to }, ...others];
      if (range !== undefined) return range;
    }
  }

  hasOld(): boolean {
    return this.#segments.length > 0;
  }
}

function rangeOf(boot: string, records: readonly SpooledRecord[]): SpoolRange | undefined {
  const first = records[0];
  return first === undefined ? undefined : { boot, from: first.seq, to: first.seq + records.length };
}

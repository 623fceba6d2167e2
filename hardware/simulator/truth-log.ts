import type { TruthEvent } from './site-config.ts';
import { countUpTo, insertSorted } from './sorted.ts';

/** What really happened, sorted by the moment it was over. */
export interface TruthLog {
  readonly add: (event: TruthEvent) => void;
  /** Events in [fromMs, toMs). */
  readonly between: (fromMs: number, toMs: number) => readonly TruthEvent[];
  readonly forgetBefore: (atMs: number) => void;
}

const timeOf = (event: TruthEvent): number => event.at;

/** An empty log. */
export function createTruthLog(): TruthLog {
  const events: TruthEvent[] = [];
  return {
    add: (event) => {
      insertSorted(events, event, timeOf);
    },
    between: (fromMs, toMs) => events.filter((event) => event.at >= fromMs && event.at < toMs),
    forgetBefore: (atMs) => {
      events.splice(0, countUpTo(events, atMs, timeOf));
    },
  };
}

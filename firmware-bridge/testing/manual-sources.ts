import type { Source, SourceContext } from '../src/ports/sources.ts';

/** A driver a test plays by hand. */
export interface ManualSource<Event> extends Source<Event> {
  readonly emit: (event: Event) => void;
  /** Node time, once started. */
  readonly nowMs: () => number;
  readonly isRunning: () => boolean;
}

/** A source that emits what the test says. */
export function manualSource<Event>(): ManualSource<Event> {
  let take: ((event: Event) => void) | undefined;
  let context: SourceContext | undefined;
  return {
    start: (given, emit) => {
      context = given;
      take = emit;
    },
    stop: () => {
      take = undefined;
      return Promise.resolve();
    },
    emit: (event) => take?.(event),
    nowMs: () => context?.nowMs() ?? 0,
    isRunning: () => take !== undefined,
  };
}

/** What a verb does. */
export interface Verb {
  /** The whole help text, behind the verb's name. */
  readonly help: string;
  /** Runs until it is done or until `signal` aborts; resolves to the exit code: 0 ok, 1 failure, 2 usage or configuration. */
  readonly run: (args: readonly string[], io: VerbIo) => Promise<number>;
}

/** A verb in the overview. It is loaded when it is called, so that `doctor` runs where a native module of another verb does not load. */
export interface VerbEntry {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly summary: string;
  readonly load: () => Promise<Verb>;
}

/** What a verb may touch: data goes to `out`, everything for people who watch to `err`. */
export interface VerbIo {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Resolves when the signal aborts; at once when it already has. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

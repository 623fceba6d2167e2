/** What a browser process tells its runner. */
export type ScreenEvent =
  | { readonly type: 'crashed' | 'exited' | 'gpu_gone'; readonly reason: string }
  | { readonly type: 'refused'; readonly reason: string };

interface LaunchOptions {
  readonly pageUrl: string;
  /** Draw without the GPU. */
  readonly software: boolean;
}

/** One browser on one screen. Every call may fail silently: the ladder notices by the missing beats. */
export interface ScreenProcess {
  /** Process id, for the log and for tests; undefined when nothing runs here. */
  readonly pid: number | undefined;
  readonly reload: () => void;
  /** A JPEG of our own page, or undefined when this shell cannot make one. */
  readonly screenshot: () => Promise<Buffer | undefined>;
  /** Ends the browser with all its helpers, frozen ones too. Idempotent. */
  readonly stop: () => Promise<void>;
}

/** Starts a browser and tells what happens to it. */
export type LaunchScreen = (options: LaunchOptions, onEvent: (event: ScreenEvent) => void) => Promise<ScreenProcess>;

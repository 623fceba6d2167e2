import { loadBundle } from './start-files.ts';

interface ContentWatch {
  readonly version: string;
  readonly everyMs: number;
  /** True when nobody uses the screen, so that nothing is taken away under a finger. */
  readonly isQuiet: () => boolean;
}

/** Loads the page anew when other content was published, where nobody else does that for it. */
export function watchContent({ version, everyMs, isQuiet }: ContentWatch): void {
  setInterval(() => {
    if (!isQuiet()) return;
    void loadBundle().then((bundle) => {
      if (bundle !== undefined && bundle.version !== version) location.reload();
    });
  }, everyMs);
}

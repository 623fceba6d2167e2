/** The two things a page may ask of the shell, and on which channel. */
export const PAGE_CHANNELS = { shellInfo: 'kw:shell-info', retry: 'kw:retry' } as const;

/** What the preload gives the page as `window.kringwijzer`. */
export interface ShellBridge {
  /** Which shell this is and its version. */
  readonly shellInfo: () => Promise<{ readonly shell: 'electron'; readonly version: string }>;
  /** Asks the shell to load the kiosk page again; used by the failure page. */
  readonly retry: () => Promise<void>;
}

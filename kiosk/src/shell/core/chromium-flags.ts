/** How the page is drawn on the machine's own screen. */
export type Ozone = 'auto' | 'wayland' | 'x11' | 'headless';

export interface ChromiumFlagOptions {
  readonly pageUrl: string;
  /** A folder that did not exist before: a fresh profile never asks to restore pages. */
  readonly profileDir: string;
  readonly ozone: Ozone;
  readonly software: boolean;
  /** Only where the user namespace is not available (root in a container); never on a kiosk. */
  readonly noSandbox: boolean;
  readonly windowPx?: { readonly width: number; readonly height: number };
}

/** Nothing pops up, nothing phones home, nothing zooms. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--disable-infobars',
  '--hide-crash-restore-bubble',
  '--password-store=basic',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,HttpsUpgrades',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-breakpad',
  '--check-for-update-interval=31536000',
  '--autoplay-policy=user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
] as const;

/** The command line of the fallback shell; `--remote-debugging-pipe` gives the runner an ear and opens no port. */
export function chromiumFlags(options: ChromiumFlagOptions): readonly string[] {
  const headless = options.ozone === 'headless';
  return [
    ...QUIET,
    `--user-data-dir=${options.profileDir}`,
    '--remote-debugging-pipe',
    ...(headless ? ['--headless=new'] : ['--kiosk']),
    ...(headless || options.ozone === 'auto' ? [] : [`--ozone-platform=${options.ozone}`]),
    ...(options.software ? ['--disable-gpu'] : []),
    ...(options.noSandbox ? ['--no-sandbox'] : []),
    ...(options.windowPx ? [`--window-size=${options.windowPx.width},${options.windowPx.height}`] : []),
    options.pageUrl,
  ];
}

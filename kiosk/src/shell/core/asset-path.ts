/** Files the failure page is made of; nothing else is served under `app://kiosk`. */
const FAILURE_FILES: Readonly<Record<string, string>> = {
  '/': 'failure.html',
  '/failure.html': 'failure.html',
  '/failure.css': 'failure.css',
  '/failure.js': 'failure.js',
};

/** The file of an `app://kiosk/…` address, or undefined: an allow-list cannot be walked out of, however the path is encoded. */
export function assetPath(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'app:' || url.host !== 'kiosk') return undefined;
  return Object.hasOwn(FAILURE_FILES, url.pathname) ? FAILURE_FILES[url.pathname] : undefined;
}

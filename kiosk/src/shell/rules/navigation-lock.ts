import { SECURITY_GUIDE, type ShellRule } from './rule.ts';

/** Scheme and host of the failure page, which lives inside the shell. */
export const FAILURE_ORIGIN = 'app://kiosk';

/** `scheme://host:port` of an address, or undefined when it is none. `URL.origin` is "null" for own schemes, so it is built by hand. */
function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.username === '' && url.password === '' ? `${url.protocol}//${url.host}` : undefined;
}

/**
 * True when the window may go to `address`: the page's own origin, or the failure page. Compares whole origins by a URL parser:
 * `startsWith` is fooled by `http://127.0.0.1:8080.evil.example` and `http://127.0.0.1:8080@evil.example`.
 */
export function mayNavigate(address: string, pageUrl: string): boolean {
  const origin = originOf(address);
  return origin !== undefined && (origin === originOf(pageUrl) || origin === FAILURE_ORIGIN);
}

/** Keeps every frame on the kiosk's own page: links, scripts and redirects. */
export const navigationLock: ShellRule = {
  name: 'navigation-lock',
  chapter: `${SECURITY_GUIDE}#13-disable-or-limit-navigation`,
  apply: ({ contents, pageUrl, refused }) => {
    const guard = (event: { readonly url: string; preventDefault: () => void }): void => {
      if (mayNavigate(event.url, pageUrl)) return;
      event.preventDefault();
      refused('navigation-lock', event.url);
    };
    contents.on('will-navigate', guard);
    contents.on('will-frame-navigate', guard);
    contents.on('will-redirect', guard);
  },
};

/** Hub routes the kiosk's page may reach through its runner; the page can walk nowhere else with the runner's token. */
const ROUTES: readonly { readonly method: string; readonly path: RegExp }[] = [
  { method: 'GET', path: /^\/api\/v1\/public\/[a-z-]+$/u },
  { method: 'GET', path: /^\/api\/v1\/(?:stream|site)$/u },
  { method: 'POST', path: /^\/api\/v1\/kiosk\/(?:stream|opinion)$/u },
];

/** True when a request for this method and path (without its query) may be passed on. */
export const mayPassOn = (method: string, path: string): boolean =>
  ROUTES.some((route) => route.method === method && route.path.test(path));

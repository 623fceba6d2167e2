import type { KioskHealth, KioskOpinionRequest, KioskStreamRequest } from '@kringwijzer/contract';

/** What the page may send. */
export interface HubSession {
  /** Opens the kiosk's session when the page was opened with a token; a runner in between has done so already. */
  readonly open: () => Promise<void>;
  readonly tagStream: (request: KioskStreamRequest) => Promise<void>;
  readonly giveOpinion: (request: KioskOpinionRequest) => Promise<void>;
  readonly beat: (health: KioskHealth) => Promise<void>;
}

const TOKEN_KEY = 'kw-kiosk-token';
const SHORT_MS = 4_000;

/** Takes the token out of the address, so that nobody reads it off the screen, and keeps it for this tab only. */
export function takeToken(location: Location, history: History, store: Storage): string | undefined {
  const url = new URL(location.href);
  const token = url.searchParams.get('token');
  if (token === null) return store.getItem(TOKEN_KEY) ?? undefined;
  store.setItem(TOKEN_KEY, token);
  url.searchParams.delete('token');
  history.replaceState(null, '', url);
  return token;
}

/** Speaks with the hub (or with the runner in front of it). A tap that cannot be sent is dropped: it is a count, not a record. */
export function createHubSession(token: string | undefined): HubSession {
  let csrf: string | undefined;
  const post = (path: string, body: object): Promise<Response> =>
    fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(csrf === undefined ? {} : { 'x-kw-csrf': csrf }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(SHORT_MS),
    });
  const open = async (): Promise<void> => {
    if (token === undefined) return;
    const answer = await post('/api/v1/kiosk/session', { token });
    if (answer.ok) csrf = ((await answer.json()) as { readonly csrf?: string }).csrf;
  };
  const send = async (path: string, body: object): Promise<void> => {
    const answer = await post(path, body);
    if ((answer.status !== 401 && answer.status !== 403) || token === undefined) return;
    await open();
    await post(path, body);
  };
  const quietly =
    (path: string) =>
    (body: object): Promise<void> =>
      send(path, body).catch(() => undefined);
  return {
    open: () => open().catch(() => undefined), // no hub: the stream tries again and asks for a session then
    tagStream: quietly('/api/v1/kiosk/stream'),
    giveOpinion: quietly('/api/v1/kiosk/opinion'),
    beat: quietly('/api/v1/kiosk/health'),
  };
}

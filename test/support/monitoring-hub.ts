import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore, type Hub, loadHubConfig, type SeriesStore, startHub } from '@kringwijzer/broker';
import type { ApiError, EntryBody, JournalEntry, NodeMeta } from '@kringwijzer/contract';
import { connectAsync } from 'mqtt';
import pino from 'pino';

const DASHBOARDS = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const PERSON = { name: 'Fatima', password: 'een lang wachtwoord' };
export const SITE = 'kring';

/** An answer of the hub as it came. */
export interface ApiAnswer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

/** A real hub with a real store, for monitoring. */
export interface MonitoringHub {
  readonly hub: Hub;
  readonly store: Awaited<ReturnType<typeof createSqliteStore>>;
  readonly person: typeof PERSON;
  /** Where the hub keeps its data. */
  readonly dataFolder: string;
  readonly get: (path: string) => Promise<unknown>;
  readonly raw: (path: string) => Promise<ApiAnswer>;
  readonly post: (path: string, body: unknown) => Promise<unknown>;
  readonly add: (body: EntryBody) => Promise<JournalEntry>;
  readonly stop: () => Promise<void>;
}

/** Starts it; `load` fills the store before the hub opens it, `meta` is told to it over MQTT by a node. */
export async function startMonitoringHub(options: {
  readonly nowMs: () => number;
  readonly node: string;
  readonly meta: NodeMeta;
  readonly load?: (store: SeriesStore) => Promise<void>;
}): Promise<MonitoringHub> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-monitoring-'));
  const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
  const store = await createSqliteStore({ path: join(folder, 'store.db'), log, nowMs: options.nowMs });
  await options.load?.(store);
  const config = loadHubConfig({
    overrides: { data: join(folder, 'hub'), http: { port: 0 }, mqtt: { port: 0 }, site: { id: SITE, name: 'Ambachtscentrum De Kring' } },
  });
  const hub = await startHub(config, { log, store, nowMs: options.nowMs, staticDirs: { dashboards: DASHBOARDS } });
  const session = await signUp(hub);
  const call = async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
      method,
      headers: { cookie: session.cookie, 'x-kw-csrf': session.csrf, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  };
  const json = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const { status, bytes } = await call(method, path, body);
    const found = JSON.parse(bytes.toString()) as unknown;
    if (status >= 400) throw new Error((found as ApiError).code, { cause: found });
    return found;
  };
  await tellMeta(hub, options.node, options.meta);
  return {
    hub,
    store,
    person: PERSON,
    dataFolder: join(folder, 'hub'),
    get: (path) => json('GET', path),
    raw: (path) => call('GET', path),
    post: (path, body) => json('POST', path, body),
    add: async (body) => (await json('POST', '/monitoring/entries', body)) as JournalEntry,
    stop: async () => {
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Who a request is from. */
export interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
}

/** The first administrator of a hub, signed in. */
export const signUp = (hub: Hub): Promise<SignedIn> => enter(hub, '/invites/accept', { invite: hub.adminInvite?.code ?? '', ...PERSON });

/** The same person on a later day. */
export const signIn = (hub: Hub): Promise<SignedIn> => enter(hub, '/sign-in', PERSON);

async function enter(hub: Hub, path: string, body: unknown): Promise<SignedIn> {
  const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
  return { cookie, csrf: ((await answer.json()) as { csrf: string }).csrf };
}

/** A node says what it is, as nodes do. Ends when the hub has it. */
async function tellMeta(hub: Hub, node: string, meta: NodeMeta): Promise<void> {
  const enrolled = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hub.issueEnrolCode(node), node }),
  });
  const { username, password } = (await enrolled.json()) as { username: string; password: string };
  const client = await connectAsync(hub.mqttUrl, { clientId: username, username, password, keepalive: 30 });
  await client.publishAsync(`kw/v1/${SITE}/${node}/meta`, JSON.stringify(meta), { qos: 1, retain: true });
  await client.endAsync();
}

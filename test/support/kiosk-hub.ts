import { mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KioskHealth, PublicDeposit, PublicSummary } from '@kringwijzer/contract';
import { startRunner } from '../../kiosk/src/shell/app.ts';
import { type RunnerConfig, runnerConfigSchema } from '../../kiosk/src/shell/config.ts';

/** A summary with plausible figures; give what differs. */
export const summaryOf = (over: Partial<PublicSummary> = {}): PublicSummary => ({
  at: Date.now(),
  site: 'kringloop',
  siteName: 'Circulair ambachtscentrum',
  timeZone: 'Europe/Amsterdam',
  totals: { at: Date.now(), todayG: 1_284_000, todayDeposits: 163, yearG: 128_684_000, yearDeposits: 18_402 },
  co2: {
    todayG: 790_944,
    yearG: 79_269_344,
    factor: {
      value: 1.1,
      basis: 'reused',
      source: 'Startersgids circulair ambachtscentrum, voorwoord',
      year: 2022,
      reusedShare: { value: 0.56, source: 'Branchevereniging Kringloop Nederland, 2023', year: 2023 },
    },
  },
  room: [{ name: 'Kringloopcontainer', band: 'quarter' }],
  working: 2,
  sensorFault: false,
  ...over,
});

const ALL_WEEK = { from: '00:00', to: '24:00' };
const OPEN_ALWAYS = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ALL_WEEK]));
const CLOSED_ALWAYS = Object.fromEntries(Object.keys(OPEN_ALWAYS).map((day, i) => [day, i === 0 ? { from: '00:00', to: '00:01' } : null]));

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** The hub's public side, as a kiosk sees it, with a hand on every figure. Speaks the same routes as the real one. */
export interface KioskHub {
  readonly url: () => string;
  readonly say: (summary: PublicSummary) => void;
  readonly deposit: (deposit: PublicDeposit) => void;
  readonly posts: readonly { readonly path: string; readonly body: unknown }[];
  /** Ends the hub with all its connections, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** From now on the stream opens but says nothing. */
  readonly silence: (silent: boolean) => void;
  readonly start: () => Promise<void>;
}

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

interface Answering {
  readonly posts: { path: string; body: unknown }[];
  readonly listeners: Set<ServerResponse>;
  readonly site: object;
  /** The figures of now; nothing when the hub keeps silent. */
  readonly says: () => PublicSummary | undefined;
}

function answerer({ posts, listeners, site, says }: Answering) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const json = (value: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const summary = says();
    if (request.url === '/api/v1/kiosk/session') {
      response.setHeader('set-cookie', 'kw_session=s; Path=/; HttpOnly');
      json({ kiosk: 'entrance', csrf: 'c' });
    } else if (request.method === 'POST') {
      posts.push({ path: request.url ?? '', body: await bodyOf(request) });
      response.writeHead(204).end();
    } else if (request.url === '/api/v1/site') json(site);
    else if (request.url === '/api/v1/public/summary' && summary !== undefined) json(summary);
    else if (request.url === '/api/v1/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(summary === undefined ? ': quiet\n\n' : frame('summary', summary));
      listeners.add(response);
      response.once('close', () => listeners.delete(response));
    } else response.writeHead(404).end('{}');
  };
}

/** Starts it; `open` says whether the centre is open, whatever day it is. */
export async function startKioskHub(
  options: { readonly summary?: PublicSummary; readonly open?: boolean; readonly silent?: boolean } = {},
): Promise<KioskHub> {
  let summary = options.summary ?? summaryOf();
  const site = {
    id: 'kringloop',
    name: summary.siteName,
    timeZone: summary.timeZone,
    impact: summary.co2.factor,
    openingHours: options.open === false ? CLOSED_ALWAYS : OPEN_ALWAYS,
  };
  const listeners = new Set<ServerResponse>();
  const posts: { path: string; body: unknown }[] = [];
  let silent = options.silent ?? false;
  let server: Server | undefined;
  let port = 0;
  const tell = (event: string, data: unknown): void => {
    for (const listener of listeners) listener.write(frame(event, data));
  };
  const answer = answerer({ posts, listeners, site, says: () => (silent ? undefined : summary) });
  const start = async (): Promise<void> => {
    const next = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => void next.listen(port, '127.0.0.1', resolve));
    port = (next.address() as AddressInfo).port;
    server = next;
  };
  await start();
  return {
    url: () => `http://127.0.0.1:${port}`,
    say: (next) => {
      summary = next;
      tell('summary', next);
    },
    deposit: (deposit) => tell('deposit', deposit),
    posts,
    silence: (on) => {
      silent = on;
    },
    kill: async () => {
      const old = server;
      server = undefined;
      old?.closeAllConnections();
      await new Promise<void>((resolve) => (old === undefined ? resolve() : void old.close(() => resolve())));
    },
    start,
  };
}

/** The built page behind the real runner, without a browser of its own. */
export async function startKioskRunner(hubUrl: string, over: Partial<RunnerConfig> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'kw-kiosk-'));
  const health: KioskHealth[] = [];
  const runner = await startRunner(
    runnerConfigSchema.parse({ token: 't', shell: 'none', port: 0, dataDir, hubUrl, showUnreviewed: true, ...over }),
    {
      log: { info: () => undefined, warn: () => undefined },
      pageDir: join(import.meta.dirname, '../../kiosk/dist'),
      launch: undefined,
      onHealth: (one) => void health.push(one),
    },
  );
  return { runner, health, pageUrl: runner.pageUrl };
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiError, Me } from '@kringwijzer/contract';

const DIST = fileURLToPath(new URL('../../dashboards/dist/', import.meta.url));

/** The policy of the hub: everything from itself, nothing inline. */
const CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** An answer of the stand-in API: a body, or an error as the hub writes it. */
type Answer = { readonly body: unknown } | { readonly status: number; readonly error: ApiError };

/** Serves the built pages with a stand-in API, to put a page in states that a healthy hub never shows. */
export interface StaffServer {
  readonly url: string;
  /** Who is signed in; undefined answers 401. */
  me: Me | undefined;
  /** What the stream says on connection: `[event name, value]`, or a refusal. */
  stream: readonly (readonly [name: string, value: unknown])[] | 'refuse' | 'silent';
  /** Answers of other routes, by `METHOD /path` below /api/v1. */
  readonly answers: Map<string, (body: unknown, query: URLSearchParams) => Answer>;
  /** Says something on every open stream. */
  say(name: string, value: unknown): void;
  /** Breaks every open stream. */
  drop(): void;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. The pages must be built. */
export async function startStaffServer(): Promise<StaffServer> {
  if (!existsSync(join(DIST, 'index.html'))) throw new Error('dashboards/dist is not built: npm run build -w @kringwijzer/dashboards');
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  const staff: StaffServer = {
    url: '',
    me: { name: 'Anwar', role: 'admin', csrf: 'token', language: 'nl' },
    stream: 'silent',
    answers: new Map(),
    say: (name, value) => {
      for (const response of streams) response.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
    },
    drop: () => {
      for (const response of streams) response.destroy();
      streams.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        staff.drop();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-security-policy', CSP);
    if (!url.pathname.startsWith('/api/v1/')) await sendFile(url.pathname, response);
    else if (url.pathname === '/api/v1/stream') openStream(response);
    else sendJson(response, await answerOf(staff, request, url));
  }

  function openStream(response: ServerResponse): void {
    if (staff.stream === 'refuse' || staff.me === undefined) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
    if (staff.stream === 'silent') return;
    for (const [name, value] of staff.stream) response.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return Object.assign(staff, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function answerOf(staff: StaffServer, request: IncomingMessage, url: URL): Promise<Answer> {
  const path = url.pathname.slice('/api/v1'.length);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const answer = staff.answers.get(`${request.method ?? 'GET'} ${path}`);
  if (answer !== undefined) return answer(text === '' ? undefined : JSON.parse(text), url.searchParams);
  if (path === '/me' && staff.me !== undefined) return { body: staff.me };
  if (path === '/me') return { status: 401, error: { code: 'KW_NOT_SIGNED_IN', message: 'You are not signed in.', retryable: false } };
  return { status: 404, error: { code: 'KW_NOT_FOUND', message: `There is nothing at ${path}.`, retryable: false } };
}

function sendJson(response: ServerResponse, answer: Answer): void {
  const status = 'error' in answer ? answer.status : 200;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify('error' in answer ? answer.error : answer.body));
}

async function sendFile(pathname: string, response: ServerResponse): Promise<void> {
  const file = normalize(join(DIST, pathname === '/' || extname(pathname) === '' ? 'index.html' : pathname));
  if (!file.startsWith(DIST)) {
    response.writeHead(404).end();
    return;
  }
  try {
    const body = await readFile(file);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end(); // a file that is not there is the answer, not a failure
  }
}

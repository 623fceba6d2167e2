import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type KioskHealth, kioskHealthSchema } from '@kringwijzer/contract';
import { mayPassOn } from '../core/hub-routes.ts';
import { PAGE_HEADERS } from '../page-headers.ts';
import type { HubLink } from './hub-link.ts';
import { type PageFile, readPageFile, typeOf } from './page-files.ts';
import { readBody } from './read-body.ts';
import { type createStaffDesk, STAFF_PATH } from './staff-desk.ts';
import type { SummaryKeeper } from './summary-keeper.ts';

export interface PageServerConfig {
  readonly port: number;
  /** Folder of the built page. */
  readonly pageDir: string;
  /** What the page reads as `settings.json`, in place of the built one. */
  readonly settingsJson: string;
}

export interface PageServerDeps {
  readonly hub: HubLink;
  readonly summaries: SummaryKeeper;
  /** A file of the published content, or undefined: then the page's own counts. */
  readonly contentFile: (path: string) => Promise<Buffer | undefined>;
  readonly onHealth: (health: KioskHealth) => void;
  /** The menu of staff, where this kiosk has one. */
  readonly staff?: ReturnType<typeof createStaffDesk> | undefined;
}

const BASE = '/kiosk';
const CONTENT = '/content/';
const BODY_MAX_BYTES = 4_096;

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly url: URL;
}

/**
 * Serves the page from this machine's own disk on loopback and passes its few questions on to the hub, so that the screen starts
 * and stays whole without network, and the hub's token never reaches the browser. Answers the server, listening.
 */
export async function servePage(config: PageServerConfig, deps: PageServerDeps): Promise<Server> {
  const server = createServer((request, response) => {
    const call = callOf(request, response);
    const done = call ? answer(call, config, deps) : refuse(response, 400);
    done.catch(() => {
      if (response.headersSent) response.destroy();
      else void refuse(response, 503);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, '127.0.0.1', resolve);
  });
  return server;
}

/** Only requests to our own name: a page of another site must not reach us by a name that points to 127.0.0.1 (DNS rebinding). */
function callOf(request: IncomingMessage, response: ServerResponse): Call | undefined {
  const host = request.headers.host ?? '';
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/u.test(host) || !URL.canParse(request.url ?? '', `http://${host}`)) return undefined;
  const url = new URL(request.url ?? '', `http://${host}`);
  return { request, response, method: request.method ?? 'GET', url };
}

async function answer(call: Call, config: PageServerConfig, deps: PageServerDeps): Promise<void> {
  const { url, method, response } = call;
  if (url.pathname === '/') return redirect(response);
  if (method === 'POST' && url.pathname === '/api/v1/kiosk/health') return takeHealth(call, deps);
  if (method === 'POST' && deps.staff && url.pathname.startsWith(STAFF_PATH)) return deps.staff(call.request, response, url.pathname);
  if (url.pathname.startsWith('/api/')) return passOn(call, deps.hub);
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405);
  return sendPage(call, config, deps);
}

async function sendPage(call: Call, config: PageServerConfig, deps: PageServerDeps): Promise<void> {
  const { url, response } = call;
  if (url.pathname === `${BASE}/settings.json`) return sendJson(response, config.settingsJson);
  if (url.pathname === `${BASE}/last-summary.json`) return sendJson(response, (await deps.summaries.last()) ?? 'null');
  return sendFile(call, config.pageDir, deps.contentFile);
}

async function redirect(response: ServerResponse): Promise<void> {
  response.writeHead(302, { location: `${BASE}/` }).end();
}

async function refuse(response: ServerResponse, status: number): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/json', ...PAGE_HEADERS }).end('{}');
}

async function sendJson(response: ServerResponse, json: string): Promise<void> {
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(json);
}

async function sendFile({ url, response, method }: Call, pageDir: string, contentFile: PageServerDeps['contentFile']): Promise<void> {
  const path = decodePath(url.pathname);
  const file = path?.startsWith(`${BASE}/`) ? await findFile(path.slice(BASE.length), pageDir, contentFile) : undefined;
  if (!file) return refuse(response, 404);
  const cache = file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': file.type, 'cache-control': cache, 'content-length': file.body.length });
  response.end(method === 'HEAD' ? undefined : file.body);
}

/** Published content stands before what the page was built with. */
async function findFile(path: string, pageDir: string, contentFile: PageServerDeps['contentFile']): Promise<PageFile | undefined> {
  const published = path.startsWith(CONTENT) ? await contentFile(path.slice(CONTENT.length)) : undefined;
  const type = typeOf(path);
  if (published !== undefined && type !== undefined) return { body: published, type, immutable: false };
  return readPageFile(pageDir, path);
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined; // a broken percent sign is nobody's file
  }
}

async function takeHealth({ request, response }: Call, { onHealth }: PageServerDeps): Promise<void> {
  const text = await readBody(request, BODY_MAX_BYTES);
  const health = kioskHealthSchema.safeParse(text === undefined ? undefined : parseJson(text));
  if (!health.success) return refuse(response, 400);
  onHealth(health.data);
  response.writeHead(204, PAGE_HEADERS).end();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the schema refuses it
  }
}

const FORWARDED_ANSWER = ['content-type', 'cache-control'] as const;

async function passOn({ request, response, url, method }: Call, hub: HubLink): Promise<void> {
  if (!mayPassOn(method, url.pathname)) return refuse(response, 404);
  const body = method === 'POST' ? await readBody(request, BODY_MAX_BYTES) : undefined;
  if (method === 'POST' && body === undefined) return refuse(response, 413);
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const lastEventId = request.headers['last-event-id'];
  const fromHub = await hub.ask({
    method,
    path: `${url.pathname}${url.search}`,
    headers: { accept: request.headers.accept ?? '*/*', ...(typeof lastEventId === 'string' ? { 'last-event-id': lastEventId } : {}) },
    ...(body === undefined ? {} : { body }),
    signal: abort.signal,
  });
  const headers = FORWARDED_ANSWER.flatMap((name) => (fromHub.headers[name] === undefined ? [] : [[name, fromHub.headers[name]]]));
  response.writeHead(fromHub.statusCode ?? 502, { ...PAGE_HEADERS, ...Object.fromEntries(headers) });
  response.flushHeaders();
  await pipeline(fromHub, response);
}

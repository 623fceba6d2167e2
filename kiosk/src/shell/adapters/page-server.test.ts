import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KioskHealth } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubLink } from './hub-link.ts';
import { servePage } from './page-server.ts';
import { keepSummary } from './summary-keeper.ts';

const HEALTH: KioskHealth = { at: 1, uptimeS: 2, fps: 60, state: 'live', shell: 'none', version: '0.1.0' };

/** A small stand-in for the hub: one token, one session at a time, one figure. */
function fakeHub() {
  const seen: string[] = [];
  let session = 0;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.url === '/api/v1/kiosk/session') {
      session += 1;
      response.writeHead(200, { 'set-cookie': `kw=${session}; HttpOnly; Path=/` }).end('{}');
      return;
    }
    if (request.headers.cookie !== `kw=${session}`) response.writeHead(401).end('{}');
    else if (request.url === '/api/v1/stream')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: summary\ndata: {}\n\n');
    else response.writeHead(200, { 'content-type': 'application/json', 'x-internal': '1' }).end('{"todayG":4000}');
  });
  return { server, seen, forget: () => void (session += 1) };
}

describe('servePage', () => {
  const hub = { current: fakeHub() };
  let page: Server;
  let dir: string;
  const health: KioskHealth[] = [];
  const base = (): string => `http://127.0.0.1:${(page.address() as AddressInfo).port}`;

  beforeEach(async () => {
    hub.current = fakeHub();
    health.length = 0;
    await new Promise<void>((resolve) => void hub.current.server.listen(0, '127.0.0.1', resolve));
    dir = await mkdtemp(join(tmpdir(), 'kw-page-'));
    await mkdir(join(dir, 'page/assets'), { recursive: true });
    await writeFile(join(dir, 'page/index.html'), '<title>kiosk</title>');
    await writeFile(join(dir, 'page/assets/a-1.js'), '1');
    await writeFile(join(dir, 'secret.json'), '"secret"');
    const link = openHubLink({ hubUrl: `http://127.0.0.1:${(hub.current.server.address() as AddressInfo).port}`, token: 't' });
    const summaries = keepSummary(dir, link);
    page = await servePage(
      { port: 0, pageDir: join(dir, 'page'), settingsJson: '{"beatMs":1000}' },
      { contentFile: async () => undefined, hub: link, summaries, onHealth: (one) => void health.push(one) },
    );
    await summaries.refresh();
  });
  afterEach(() => {
    for (const server of [page, hub.current.server]) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('serves the page under a strict policy', async () => {
    const answer = await fetch(`${base()}/kiosk/`);
    expect(await answer.text()).toBe('<title>kiosk</title>');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await fetch(`${base()}/kiosk/assets/a-1.js`)).headers.get('cache-control')).toContain('immutable');
  });

  it.each([
    '/kiosk/..%2fsecret.json',
    '/kiosk/%2e%2e/secret.json',
    '/kiosk/..%5csecret.json',
    '/kiosk/%00.json',
    '/kiosk/%ff',
    '/secret.json',
    '/kiosk/nothing.js',
  ])('serves nothing for %s', async (path) => {
    expect((await fetch(base() + path)).status).toBe(404);
  });

  it('refuses a name that is not its own, so that no other site can reach it', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${base()}/kiosk/`, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(400);
  });

  it('takes life signs and refuses what is none', async () => {
    const post = (body: string) => fetch(`${base()}/api/v1/kiosk/health`, { method: 'POST', body });
    expect((await post(JSON.stringify(HEALTH))).status).toBe(204);
    expect((await post('{"fps":"many"}')).status).toBe(400);
    expect((await post('x'.repeat(10_000))).status).toBe(400);
    expect(health).toEqual([HEALTH]);
  });

  it('asks the hub under its own session, and signs in again when the hub forgot it', async () => {
    const ask = () => fetch(`${base()}/api/v1/public/summary`);
    expect(await (await ask()).json()).toEqual({ todayG: 4_000 });
    hub.current.forget();
    const answer = await ask();
    expect([answer.status, answer.headers.get('x-internal'), answer.headers.get('set-cookie')]).toEqual([200, null, null]);
    expect(hub.current.seen.filter((line) => line === 'POST /api/v1/kiosk/session')).toHaveLength(2);
  });

  it('passes nothing else on', async () => {
    const before = hub.current.seen.length;
    expect((await fetch(`${base()}/api/v1/users`)).status).toBe(404);
    expect((await fetch(`${base()}/api/v1/kiosk/session`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect(hub.current.seen).toHaveLength(before);
  });

  it('passes the live stream on as it comes', async () => {
    const answer = await fetch(`${base()}/api/v1/stream`);
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('event: summary\ndata: {}\n\n');
  });

  it('keeps the last figures on disk for a start without a hub', async () => {
    hub.current.server.closeAllConnections();
    await new Promise((resolve) => hub.current.server.close(resolve));
    expect((await fetch(`${base()}/api/v1/public/summary`)).status).toBe(503);
    expect(await (await fetch(`${base()}/kiosk/last-summary.json`)).json()).toEqual({ todayG: 4_000 });
    const again = keepSummary(dir, { ask: () => Promise.reject(new Error('no hub')) });
    expect(await again.last()).toBe('{"todayG":4000}');
  });
});

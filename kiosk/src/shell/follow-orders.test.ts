import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KioskCommand } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHubLink } from './adapters/hub-link.ts';
import { followOrders, type OrderDeps } from './follow-orders.ts';

const log = { info: () => undefined, warn: () => undefined };
const order = (name: KioskCommand['name']): KioskCommand => ({ id: `${name}-1`.replace('_', '-'), name, expiresAt: 1 });

let server: Server;
let waiting: readonly unknown[] = [];
let said: { readonly url: string; readonly body: unknown }[] = [];

beforeEach(async () => {
  said = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url = '' } = request;
      if (url.endsWith('/kiosk/session')) response.setHeader('set-cookie', 'kw_session=s').end('{"csrf":"c"}');
      else if (request.method === 'GET') response.end(JSON.stringify(waiting));
      else {
        said.push({ url, body: JSON.parse(Buffer.concat(chunks).toString()) });
        response.writeHead(204).end();
      }
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
});
afterEach(() => new Promise((done) => server.close(done)));

const follow = (over: Partial<OrderDeps> = {}): Promise<void> => {
  const hub = openHubLink({ hubUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' });
  return followOrders({
    hub,
    log,
    watch: { reload: () => true, screenshot: async () => Buffer.from('jpeg') },
    power: undefined,
    ...over,
  })();
};

describe('orders of staff', () => {
  it('are done one after the other, and what came of each is told', async () => {
    const switched: boolean[] = [];
    waiting = [order('screenshot'), order('reload'), order('screen_off')];
    await follow({ power: { set: async (lit) => void switched.push(lit) } });
    expect(said).toEqual([
      { url: '/api/v1/kiosk/commands/screenshot-1', body: { ok: true, jpegBase64: Buffer.from('jpeg').toString('base64') } },
      { url: '/api/v1/kiosk/commands/reload-1', body: { ok: true } },
      { url: '/api/v1/kiosk/commands/screen-off-1', body: { ok: true } },
    ]);
    expect(switched).toEqual([false]);
  });

  it('say so when there is no screen for them, or it cannot be switched', async () => {
    waiting = [order('screenshot'), order('reload'), order('screen_on')];
    await follow({ watch: { reload: () => false, screenshot: async () => undefined } });
    await follow({ power: { set: () => Promise.reject(new Error('no output')) } });
    expect(said.filter(({ body }) => (body as { code?: string }).code === 'KW_KIOSK_NO_SCREEN')).toHaveLength(4);
  });

  it('that nobody understands are not followed', async () => {
    waiting = [{ ...order('reload'), name: 'format_disk' }];
    await expect(follow()).rejects.toThrow('invalid');
    expect(said).toEqual([]);
  });
});

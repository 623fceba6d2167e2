import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContentView, KeptStory } from '@kringwijzer/contract';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '../../app.ts';
import { makeKioskPage } from '../../content/kiosk-page.testing.ts';
import { loadHubConfig } from '../../load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'kw-content-pages-'));
let hub: Hub;
type Headers = Readonly<Record<string, string>>;
let staff: Headers;
let boss: Headers;
let kiosk: Headers;

async function enter(path: string, body: object): Promise<Headers> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const { csrf } = (await answer.json()) as { readonly csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '', 'x-kw-csrf': csrf };
}
const invite = (name: string, role: 'staff' | 'coordinator'): Promise<Headers> =>
  enter('/invites/accept', { invite: hub.issueInvite(role), name, password: 'een lang wachtwoord' });
const get = (path: string, headers: Headers = {}): Promise<Response> => fetch(`${hub.httpUrl}${path}`, { headers });
const post = (path: string, headers: Headers, body: BodyInit, type = 'application/json'): Promise<Response> =>
  fetch(`${hub.httpUrl}/api/v1${path}`, { method: 'POST', headers: { ...headers, 'content-type': type }, body });
const view = async (): Promise<ContentView> => (await (await get('/api/v1/content', boss)).json()) as ContentView;

beforeAll(async () => {
  makeKioskPage(join(folder, 'kiosk'));
  const config = loadHubConfig({ overrides: { data: join(folder, 'data'), http: { port: 0 }, mqtt: { port: 0 } } });
  hub = await startHub(config, { log: pino({ level: 'silent' }), staticDirs: { kiosk: join(folder, 'kiosk') } });
  [staff, boss] = await Promise.all([invite('Anwar', 'staff'), invite('Fatima', 'coordinator')]);
  kiosk = await enter('/kiosk/session', { token: hub.issueKioskToken('ingang') });
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the preview of the kiosk page', () => {
  it('may stand in a frame of our own pages, and is the only page that may', async () => {
    const preview = await get('/kiosk/preview/?stream=furniture', staff);
    expect([preview.status, preview.headers.get('x-frame-options')]).toEqual([200, 'SAMEORIGIN']);
    expect(preview.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    for (const path of ['/kiosk/', '/kiosk/content/bundle.json', '/api/v1/content', '/kiosk/preview']) {
      const { headers } = await get(path, staff);
      expect([path, headers.get('x-frame-options')]).toEqual([path, 'DENY']);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it.each(['', 'content/bundle.json', 'content/images/step.svg', 'settings.json'])('shows %s to staff only', async (path) => {
    const statuses = await Promise.all([{}, kiosk, staff].map(async (who) => (await get(`/kiosk/preview/${path}`, who)).status));
    expect(statuses).toEqual([401, 403, 200]);
  });
});

describe('content on its way', () => {
  it('goes from a photo of staff to a kiosk and to the page of the hub itself', async () => {
    const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#557744' } })
      .jpeg()
      .toBuffer();
    const sent = await post('/content/photos', staff, new Uint8Array(photo), 'application/octet-stream');
    const { image } = (await sent.json()) as { readonly image: string };
    const draft = {
      stream: 'furniture',
      title: { nl: 'Stoel' },
      text: { nl: 'Mooi.' },
      next: { nl: 'Kom.' },
      images: [image],
      people: 'none',
    };
    const made = (await (await post('/content/stories', staff, JSON.stringify({ rev: 0, draft }))).json()) as KeptStory;
    const step = JSON.stringify({ rev: 1 });
    expect((await post(`/content/stories/${made.id}/approve`, staff, step)).status).toBe(403);
    expect((await post(`/content/stories/${made.id}/approve`, boss, step)).status).toBe(200);
    expect(await (await get('/api/v1/kiosk/content', kiosk)).json()).toBeNull();
    expect(((await (await get('/kiosk/content/bundle.json')).json()) as { readonly version: string }).version).toBe('built-page-1');

    expect((await post('/content/publish', staff, '{}')).status).toBe(403);
    expect((await post('/content/publish', boss, '{}')).status).toBe(200);

    const { version } = (await (await get('/api/v1/kiosk/content', kiosk)).json()) as { readonly version: string };
    const file = await get(`/api/v1/kiosk/content/${version}/file?path=${encodeURIComponent(image)}`, kiosk);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(((await (await get('/kiosk/content/bundle.json')).json()) as { readonly version: string }).version).toBe(version);
    expect((await get(`/kiosk/content/${image}`)).status).toBe(200);
    expect((await get('/kiosk/content/%2e%2e%2findex.html')).status).toBe(404);

    const report = { version, publishedAt: 1, outcome: 'rolled_back', reason: 'silent', at: 2 };
    expect((await post('/kiosk/content/report', kiosk, JSON.stringify(report))).status).toBe(204);
    expect((await view()).reports).toEqual([{ kiosk: 'ingang', report }]);
  });

  it('tells the opening hours that were published', async () => {
    const { hours } = (await view()).draft.parts;
    const value = { ...hours.value, hours: { ...hours.value.hours, sun: { from: '12:00', to: '15:00' } } };
    await post('/content/parts/hours', staff, JSON.stringify({ rev: hours.rev, value }));
    const sunday = async (): Promise<unknown> =>
      ((await (await get('/api/v1/site', boss)).json()) as { readonly openingHours: { readonly sun: unknown } }).openingHours.sun;
    expect(await sunday()).toBeNull();
    await post('/content/publish', boss, '{}');
    expect(await sunday()).toEqual({ from: '12:00', to: '15:00' });
  });

  it('refuses what is no photo, with a code', async () => {
    const answer = await post('/content/photos', staff, 'hello', 'image/jpeg');
    expect([answer.status, ((await answer.json()) as { readonly code: string }).code]).toEqual([400, 'KW_IMAGE_TYPE']);
    const large = await post('/content/photos', staff, new Uint8Array(26 * 1024 * 1024), 'image/jpeg');
    expect([large.status, ((await large.json()) as { readonly code: string }).code]).toEqual([413, 'KW_PAYLOAD_TOO_LARGE']);
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContentManifest, ContentReport } from '@kringwijzer/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildBundle } from '../content/build-bundle.ts';
import { openContentDisk } from './adapters/content-disk.ts';
import { openHubLink } from './adapters/hub-link.ts';
import { ContentSync } from './content-sync.ts';

const CONTENT = join(import.meta.dirname, '../../content');
const built = buildBundle(CONTENT);
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** A bundle as the hub publishes it; `patch` changes its text. */
function bundleOf(version: string, patch: (text: string) => string = (text) => text) {
  const text = patch(JSON.stringify({ ...built.bundle, version }));
  const files = new Map([
    ['bundle.json', Buffer.from(text)],
    ...built.images.map((path) => [path, readFileSync(join(CONTENT, path))] as const),
  ]);
  const manifest: ContentManifest = {
    version,
    publishedAt: 1,
    files: [...files].map(([path, data]) => ({ path, sha256: sha256(data), bytes: data.length })),
  };
  return { manifest, files };
}
type Published = ReturnType<typeof bundleOf>;
const A = 'aaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbb';

describe('published content on the kiosk', () => {
  let dir: string;
  let server: Server;
  let published: Published | undefined;
  let asked: string[];
  let reports: ContentReport[];
  let shownNew: number;
  let undone: number;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kw-sync-'));
    published = undefined;
    asked = [];
    reports = [];
    shownNew = 0;
    undone = 0;
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = new URL(request.url ?? '', 'http://hub');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
      if (url.pathname.endsWith('/session')) response.setHeader('set-cookie', 's=1').end('{"csrf":"c"}');
      else if (url.pathname.endsWith('/report')) {
        reports.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as ContentReport);
        response.writeHead(204).end();
      } else if (url.pathname.endsWith('/content')) response.end(JSON.stringify(published?.manifest ?? null));
      else {
        const path = url.searchParams.get('path') ?? '';
        asked.push(path);
        response.end(published?.files.get(path));
      }
    };
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  });

  async function open(options: { readonly trialMs?: number; readonly watched?: boolean } = {}): Promise<ContentSync> {
    const showNew = (): (() => void) => {
      shownNew += 1;
      return () => void (undone += 1);
    };
    const sync = new ContentSync({
      disk: openContentDisk(dir),
      hub: openHubLink({ hubUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' }),
      log: { info: () => undefined, warn: () => undefined },
      nowMs: () => 5,
      trialMs: options.trialMs ?? 60_000,
      showNew: options.watched === false ? undefined : showNew,
    });
    await sync.start();
    return sync;
  }
  const shownVersion = async (sync: ContentSync): Promise<string | undefined> => {
    const text = await sync.file('bundle.json');
    return text === undefined ? undefined : (JSON.parse(text.toString('utf8')) as { readonly version: string }).version;
  };
  const prove = async (sync: ContentSync, version: string): Promise<void> => {
    for (let beat = 0; beat < 5; beat += 1) sync.heard({ contentVersion: version });
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ version, outcome: 'running' }));
  };

  it('is the page’s own until something is published', async () => {
    const sync = await open();
    await sync.check();
    expect([await shownVersion(sync), shownNew]).toEqual([undefined, 0]);
  });

  it('is taken, shown, proved by five life signs and told to the hub', async () => {
    published = bundleOf(A);
    const sync = await open();
    await sync.check();
    expect([await shownVersion(sync), shownNew]).toEqual([A, 1]);
    sync.heard({ contentVersion: 'older' });
    await prove(sync, A);
    sync.stop();
  });

  it('is there after a restart without a hub', async () => {
    published = bundleOf(A);
    const before = await open();
    await before.check();
    await prove(before, A);
    server.closeAllConnections();
    const after = await open();
    expect(await shownVersion(after)).toBe(A);
  });

  it('asks the network only for what it does not have', async () => {
    published = bundleOf(A);
    const sync = await open();
    await sync.check();
    await prove(sync, A);
    asked = [];
    published = bundleOf(B);
    await sync.check();
    expect(asked).toEqual(['bundle.json']);
    sync.stop();
  });

  it('gives way when the page stays silent; the same publication is not tried again, a newer one is', async () => {
    published = bundleOf(A);
    const sync = await open({ trialMs: 100 });
    await sync.check();
    await prove(sync, A);
    published = bundleOf(B);
    await sync.check();
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ version: B, outcome: 'rolled_back' }));
    expect([await shownVersion(sync), undone]).toEqual([A, 1]);
    await sync.check();
    expect(await shownVersion(sync)).toBe(A);
    published = { ...published, manifest: { ...published.manifest, publishedAt: 2 } };
    const before = shownNew;
    await sync.check();
    expect(shownNew).toBe(before + 1);
    sync.stop();
  });

  it('is tried once more after a restart in the middle of its trial', async () => {
    published = bundleOf(A);
    const cut = await open();
    await cut.check();
    cut.stop();
    const after = await open({ trialMs: 50 });
    await vi.waitFor(async () => expect(await shownVersion(after)).toBeUndefined());
    expect(reports.at(-1)).toMatchObject({ version: A, outcome: 'rolled_back' });
  });

  it('is refused when it does not fit the page, and the hub is told why', async () => {
    published = bundleOf(A, (text) => text.replace('"saidDone":', '"saidDid":'));
    const sync = await open();
    await sync.check();
    await sync.check();
    expect([await shownVersion(sync), shownNew]).toEqual([undefined, 0]);
    expect(reports).toEqual([expect.objectContaining({ version: A, outcome: 'refused', reason: expect.stringContaining('saidDid') })]);
  });

  it('is not taken when a file is not what was announced', async () => {
    const whole = bundleOf(A);
    published = { ...whole, files: new Map([...whole.files, ['images/shop.svg', Buffer.from('<svg/>')]]) };
    const sync = await open();
    await expect(sync.check()).rejects.toMatchObject({ code: 'KW_CONTENT_DAMAGED', details: { file: 'images/shop.svg' } });
    expect(await shownVersion(sync)).toBeUndefined();
    published = whole;
    await sync.check();
    expect(await shownVersion(sync)).toBe(A);
    sync.stop();
  });

  it('gives way to the one before when the disk damaged it', async () => {
    published = bundleOf(A);
    const sync = await open();
    await sync.check();
    await prove(sync, A);
    published = bundleOf(B);
    await sync.check();
    await prove(sync, B);
    await writeFile(join(dir, 'content', B, 'images/shop.svg'), 'half');
    expect(await shownVersion(await open())).toBe(A);
    expect((await readdir(join(dir, 'content'))).toSorted()).toEqual([A, B, 'state.json']);
  });

  it('begins its trial when a page asks for it, where nobody watches a screen', async () => {
    published = bundleOf(A);
    const sync = await open({ trialMs: 100, watched: false });
    await sync.check();
    expect(await shownVersion(sync)).toBe(A);
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ version: A, outcome: 'rolled_back' }));
    expect(await shownVersion(sync)).toBeUndefined();
  });
});

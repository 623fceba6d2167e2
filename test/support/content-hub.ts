import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { Role } from '@kringwijzer/contract';
import pino from 'pino';
import type { Page } from 'playwright-core';

const PASSWORD = 'een lang wachtwoord';
const ROOT = join(import.meta.dirname, '../..');
/** The part of sharp that makes test photos. */
interface Photo {
  readonly jpeg: (options: { readonly quality: number }) => Photo;
  readonly withExif: (exif: Readonly<Record<string, Readonly<Record<string, string>>>>) => Photo;
  readonly toBuffer: () => Promise<Buffer>;
}
// A dependency of the hub, not of the tests: found where the hub finds it.
const sharp = createRequire(join(ROOT, 'broker/package.json'))('sharp') as (svg: Buffer) => Photo;

/** Calls of the API as one person; an answer that is no success throws its code. */
export interface Caller {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown) => Promise<T>;
}

/** A real hub with both pages, for the editor of the visitors' screen. */
export interface ContentHub {
  readonly hub: Hub;
  /** A new person of this role, for calls of the API. */
  readonly signIn: (name: string, role: Role) => Promise<Caller>;
  /** Signs a new person of this role in on a page of the staff app. */
  readonly enter: (page: Page, name: string, role: Role) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts it in a folder of its own. The pages must be built. */
export async function startContentHub(): Promise<ContentHub> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-content-'));
  const config = loadHubConfig({
    overrides: { data: folder, http: { port: 0 }, mqtt: { port: 0 }, site: { name: 'Ambachtscentrum De Kring' } },
  });
  const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
  const staticDirs = { dashboards: join(ROOT, 'dashboards/dist'), kiosk: join(ROOT, 'kiosk/dist') };
  const hub = await startHub(config, { log, staticDirs });
  return {
    hub,
    signIn: (name, role) => callerOf(hub, name, role),
    enter: async (page, name, role) => {
      await page.goto(`${hub.httpUrl}/#/invite/${hub.issueInvite(role)}`);
      await page.getByLabel('Naam').fill(name);
      await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Account maken' }).click();
      await page.getByRole('link', { name: 'Scherm' }).waitFor();
    },
    stop: async () => {
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function callerOf(hub: Hub, name: string, role: Role): Promise<Caller> {
  const call = async (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const answer = await fetch(`${hub.httpUrl}/api/v1${path}`, {
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer;
  };
  const entered = await call('/invites/accept', { invite: hub.issueInvite(role), name, password: PASSWORD });
  const cookie = entered.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const headers = { cookie, 'x-kw-csrf': ((await entered.json()) as { readonly csrf: string }).csrf };
  const json = async <T>(answer: Response): Promise<T> => (answer.status === 204 ? undefined : await answer.json()) as T;
  return {
    get: async (path) => json(await call(path, undefined, headers)),
    post: async (path, body) => json(await call(path, body, headers)),
  };
}

const scene = (ground: string, thing: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="1800"><rect width="2400" height="1800" fill="${ground}"/>` +
      `<rect y="1300" width="2400" height="500" fill="#6b5a45"/>${thing}</svg>`,
  );
const CHAIR = (wood: string, seat: string): string =>
  `<g fill="${wood}"><rect x="850" y="400" width="70" height="1150"/><rect x="1480" y="400" width="70" height="1150"/>` +
  `<rect x="850" y="420" width="700" height="110"/><rect x="850" y="640" width="700" height="90"/></g>` +
  `<rect x="800" y="930" width="820" height="130" rx="40" fill="${seat}"/>`;

/** Two photos as a phone makes them, with the place where they were made in them: an old chair, and the same chair mended. */
export async function phonePhotos(): Promise<readonly { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }[]> {
  const pictures = [
    ['IMG_0001.JPG', scene('#b9b4a8', CHAIR('#5b4a3a', '#8d8473'))],
    ['IMG_0002.JPG', scene('#cfe3ef', CHAIR('#1d6f5c', '#ffc72c'))],
  ] as const;
  return Promise.all(
    pictures.map(async ([name, svg]) => {
      const exif = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 5/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '5/1 7/1 0/1' } };
      return { name, mimeType: 'image/jpeg', buffer: await sharp(svg).jpeg({ quality: 90 }).withExif(exif).toBuffer() };
    }),
  );
}

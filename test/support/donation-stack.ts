import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteStore, type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import { type InjectedSources, loadNodeConfig, type NodeConfigInput, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import { createScaleBoard, linkPty, type PtyLink, type ScaleBoard } from '@kringwijzer/hardware/emulator';
import { createSite, demoSiteConfig, type ScaleInfo, type Site } from '@kringwijzer/hardware/simulator';
import pino, { type Logger } from 'pino';
import { type CuttableLine, cuttableLine } from './cuttable-line.ts';
import { type CuttableStore, cuttableStore } from './cuttable-store.ts';

const PERSON = { name: 'Anwar', password: 'een lang wachtwoord' };
const PAGES = { dashboards: '../../dashboards/dist', kiosk: '../../kiosk/dist' };
const page = (name: keyof typeof PAGES): string => fileURLToPath(new URL(PAGES[name], import.meta.url));

/** The whole way of a donation, each stage real, with a knife at every link. */
export interface DonationStack {
  readonly hub: Hub;
  readonly node: RunningNode;
  readonly site: Site;
  readonly board: ScaleBoard;
  readonly pty: PtyLink;
  /** Node to hub. */
  readonly line: CuttableLine;
  /** Browser to hub. */
  readonly web: CuttableLine;
  readonly store: CuttableStore;
  /** Path of the store's file, to read it with other eyes. */
  readonly storePath: string;
  /** Path of the node's spool, likewise. */
  readonly spoolPath: string;
  readonly kioskUrl: string;
  readonly staffUrl: string;
  /** Session of an administrator for direct calls. */
  readonly api: (path: string) => Promise<unknown>;
  /** Resolves when the scale is on the live page and still. */
  untilStill(): Promise<void>;
  /** Name and password of the administrator. */
  readonly person: { readonly name: string; readonly password: string };
  stop(): Promise<void>;
}

/** A floor scale where nobody comes by himself: what happens is injected. */
function quietSite(): Site {
  const startAt = Date.now();
  const config = demoSiteConfig({ seed: 4_200, startAt, alwaysOpen: true });
  return createSite({
    ...config,
    visitors: { perHour: 0, burstPerHour: 0, burstShare: 0, donorShare: 0, straightShare: 0 },
    scales: config.scales.filter(({ role }) => role === 'intake'),
    doors: [],
    tools: [],
    levels: [],
  });
}

/** What a test may want otherwise. */
export interface DonationOptions {
  /** Factor by which the node's calibration of the scale is wrong at the start; 1 is right. */
  readonly spanError?: number;
  /** Devices beside the scale, with their sources. */
  readonly devices?: NonNullable<NodeConfigInput['devices']>;
  readonly sources?: InjectedSources;
}

/** Starts hub, emulated board on a real PTY, and node. Pages must be built. */
export async function startDonationStack(options: DonationOptions = {}): Promise<DonationStack> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-donation-'));
  const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
  const storePath = join(folder, 'hub-store.db');
  const store = cuttableStore(await createSqliteStore({ path: storePath, log, nowMs: Date.now }));
  const config = loadHubConfig({ overrides: { data: join(folder, 'hub'), http: { port: 0 }, mqtt: { port: 0 } } });
  const staticDirs = { dashboards: page('dashboards'), kiosk: page('kiosk') };
  const hub = await startHub(config, { log, store, staticDirs });
  const line = await cuttableLine(hub.mqttPort);
  const web = await cuttableLine(hub.httpPort);
  const site = quietSite();
  const [scale] = site.scales;
  if (scale === undefined) throw new Error('the demo site has no intake scale');
  const board = boardOf(site, scale);
  const pty = await linkPty(board.uart);
  board.start();
  const node = await nodeFor({ hub, hubPort: line.port, scale, path: pty.path, folder, log, siteId: config.site.id, options });
  const invite = hub.adminInvite?.code ?? '';
  const admin = await post(hub.httpUrl, '/api/v1/invites/accept', { invite, ...PERSON });
  const api = async (path: string): Promise<unknown> =>
    (await fetch(`${hub.httpUrl}${path}`, { headers: { cookie: admin.cookie } })).json();
  return {
    hub,
    node,
    site,
    board,
    pty,
    line,
    web,
    store,
    storePath,
    spoolPath: join(folder, 'node', 'spool.db'),
    kioskUrl: `http://127.0.0.1:${web.port}/kiosk/?token=${hub.issueKioskToken('ingang')}`,
    staffUrl: `http://127.0.0.1:${web.port}/`,
    person: PERSON,
    api,
    untilStill: () => untilStill(api),
    stop: async () => {
      await node.stop();
      board.stop();
      await pty.close();
      await line.close();
      await web.close();
      await hub.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface NodeParts {
  readonly hub: Hub;
  readonly hubPort: number;
  readonly scale: ScaleInfo;
  readonly path: string;
  readonly folder: string;
  readonly log: Logger;
  readonly siteId: string;
  readonly options: DonationOptions;
}

/** Enrols a node as an installer would, and starts it. */
async function nodeFor({ hub, hubPort, scale, path, folder, log, siteId, options }: NodeParts): Promise<RunningNode> {
  const credential = await post(hub.httpUrl, '/api/v1/enrol', { code: hub.issueEnrolCode('poort-1'), node: 'poort-1' });
  const overrides = nodeOverrides({
    site: siteId,
    dataDir: join(folder, 'node'),
    hub: { url: `mqtt://127.0.0.1:${hubPort}`, password: String(credential.body['password']) },
    scale,
    path,
    spanError: options.spanError ?? 1,
    devices: options.devices ?? [],
  });
  return startNode(loadNodeConfig({ overrides }).config, {
    log,
    clockEvidence: { isSynced: () => true, kernelBoot: () => undefined },
    ...(options.sources && { sources: options.sources }),
  });
}

function boardOf(site: Site, scale: ScaleInfo): ScaleBoard {
  const input = ({ atMs }: { readonly atMs: number }): number => site.bridgeMillivolts(scale.id, 0, Math.round(site.config.startAt + atMs));
  return createScaleBoard({ sps: 10, amplifiers: 1, input });
}

const STILL_MS = 30_000;

/** Asks until the live page tells of a scale that is still; throws after half a minute. */
async function untilStill(api: (path: string) => Promise<unknown>): Promise<void> {
  const until = Date.now() + STILL_MS;
  while (!JSON.stringify(await api('/api/v1/live')).includes('"stable":true')) {
    if (Date.now() > until) throw new Error('the scale does not come to rest');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface NodeSetup {
  readonly site: string;
  readonly dataDir: string;
  readonly hub: { readonly url: string; readonly password: string };
  readonly scale: ScaleInfo;
  readonly path: string;
  readonly spanError: number;
  readonly devices: NonNullable<NodeConfigInput['devices']>;
}

function nodeOverrides({ site, dataDir, hub, scale, path, spanError, devices }: NodeSetup): NodeConfigInput {
  return {
    site,
    node: 'poort-1',
    dataDir,
    hub,
    delivery: { ackTimeoutMs: 1_000, drainJitterMs: 0 },
    devices: [
      {
        kind: 'scale',
        id: scale.id,
        name: 'Inname',
        role: 'intake',
        capacityG: scale.capacityG,
        divisionG: scale.divisionG,
        channels: scale.countsPerGram.map((countsPerGram, cell) => ({
          countsPerGram: countsPerGram / spanError,
          zeroCounts: scale.zeroCounts[cell] ?? 0,
        })),
        driver: { type: 'board', path },
      },
      ...devices,
    ],
  };
}

async function post(hubUrl: string, path: string, body: unknown) {
  const answer = await fetch(`${hubUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
  return { body: (await answer.json()) as Record<string, unknown>, cookie };
}

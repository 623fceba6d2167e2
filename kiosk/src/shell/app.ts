import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { type KioskHealth, KwError, type SiteInfo, siteInfoSchema } from '@kringwijzer/contract';
import type { Settings } from '../content/settings-schema.ts';
import { openContentDisk } from './adapters/content-disk.ts';
import { type HubLink, openHubLink } from './adapters/hub-link.ts';
import { servePage } from './adapters/page-server.ts';
import { readBody } from './adapters/read-body.ts';
import { createStaffDesk } from './adapters/staff-desk.ts';
import { keepSummary } from './adapters/summary-keeper.ts';
import type { RunnerConfig } from './config.ts';
import { ContentSync } from './content-sync.ts';
import { followOrders } from './follow-orders.ts';
import type { LaunchScreen } from './ports/screen-process.ts';
import { createScreenPower, type ScreenSwitch } from './screen-power.ts';
import { type ScreenWatch, watchScreen } from './watch-screen.ts';

/** The part of pino the runner uses. */
export interface ShellLog {
  readonly info: (details: object, message: string) => void;
  readonly warn: (details: object, message: string) => void;
}

export interface RunnerDeps {
  readonly log: ShellLog;
  /** Folder of the built page. */
  readonly pageDir: string;
  /** How to start the chosen browser; undefined serves the page only. */
  readonly launch: LaunchScreen | undefined;
  /** Told of each life sign. */
  readonly onHealth?: (health: KioskHealth) => void;
}

export interface Runner {
  readonly pageUrl: string;
  /** A JPEG of the screen, or undefined when there is none. */
  readonly screenshot: () => Promise<Buffer | undefined>;
  /** Process id of the browser of this moment. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

const BEAT_MS = 1_000;
const FORWARD_HEALTH_MS = 10_000;
const KEEP_SUMMARY_MS = 60_000;
const SCREEN_POWER_MS = 60_000;
const COMMAND_WITHIN_MS = 10_000;
const SITE_MAX_BYTES = 65_536;

/** Starts the kiosk: the page on loopback, the browser on the screen, and the watch over both. Throws KW_PORT_TAKEN. */
export async function startRunner(config: RunnerConfig, deps: RunnerDeps): Promise<Runner> {
  await mkdir(config.dataDir, { recursive: true });
  const caPem = config.caFile === undefined ? undefined : await readFile(config.caFile, 'utf8');
  const hub = openHubLink({ hubUrl: config.hubUrl, token: config.token, ...(caPem === undefined ? {} : { caPem }) });
  const summaries = keepSummary(config.dataDir, hub);
  const watch = watchScreen(deps.log);
  const forward = forwardHealth(hub);
  const content = await startContent(config, deps, { hub, watch });
  const server = await servePage(
    { port: config.port, pageDir: deps.pageDir, settingsJson: JSON.stringify(settingsOf(config)) },
    {
      hub,
      summaries,
      contentFile: (path) => content.file(path),
      staff: staffDeskOf(config, watch),
      onHealth: (health) => {
        watch.beat(health.fps);
        content.heard(health);
        deps.onHealth?.(health);
        forward({ ...health, shell: config.shell });
      },
    },
  ).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EADDRINUSE') throw new KwError('KW_PORT_TAKEN', { port: config.port, host: '127.0.0.1' }, { cause });
    throw cause;
  });
  const pageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosk/`;
  const stopKeeping = every(KEEP_SUMMARY_MS, () => summaries.refresh());
  const power = powerOf(config, hub, deps.log);
  const stopPower = power === undefined ? () => undefined : every(SCREEN_POWER_MS, power.check);
  const stopOrders = every(config.commandPollS * 1_000, followOrders({ hub, log: deps.log, watch, power }));
  if (deps.launch) await watch.start(deps.launch, pageUrl);
  const stopContent = every(config.contentPollS * 1_000, () => content.check());
  deps.log.info({ pageUrl, shell: config.shell, kiosk: config.id }, 'kiosk started');

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await watch.stop();
    stopContent();
    content.stop();
    stopKeeping();
    stopPower();
    stopOrders();
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return { pageUrl, screenshot: watch.screenshot, pid: watch.pid, stop: () => (stopping ??= stop()) };
}

const settingsOf = (config: RunnerConfig): Settings => ({
  shell: config.shell,
  ...(config.panel === undefined ? {} : { panel: config.panel }),
  reachFromTopRatio: config.reachFromTopRatio,
  showUnreviewed: config.showUnreviewed,
  clickSound: config.clickSound,
  staffMenu: config.staffPin !== undefined,
  beatMs: BEAT_MS,
  // Where the runner has no screen to load anew, the page looks for new content itself.
  ...(config.shell === 'none' && { contentCheckMs: config.contentPollS * 1_000 }),
});

/** The menu of staff, when the configuration gives it a PIN. */
function staffDeskOf({ id, hubUrl, shell, staffPin }: RunnerConfig, watch: ScreenWatch) {
  if (staffPin === undefined) return undefined;
  return createStaffDesk({ pin: staffPin, state: { kiosk: id, hubUrl, shell }, acts: { reload: watch.reload, restart: watch.restart } });
}

interface Watched {
  readonly hub: HubLink;
  readonly watch: ReturnType<typeof watchScreen>;
}

/** The content of the kiosk's own disk, with the means to show a newer one. */
async function startContent(config: RunnerConfig, deps: RunnerDeps, { hub, watch }: Watched): Promise<ContentSync> {
  const content = new ContentSync({
    disk: openContentDisk(config.dataDir),
    hub,
    log: deps.log,
    nowMs: Date.now,
    trialMs: config.contentTrialS * 1_000,
    showNew: deps.launch === undefined ? undefined : watch.showNew,
  });
  await content.start();
  return content;
}

/** Life signs to the hub, at most one in ten seconds: the runner watches each, the hub only needs to know that there are some. */
function forwardHealth(hub: HubLink): (health: KioskHealth) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (health) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < FORWARD_HEALTH_MS) return;
    lastMs = nowMs;
    const body = JSON.stringify(health);
    hub.ask({ method: 'POST', path: '/api/v1/kiosk/health', body }).then(
      (answer) => answer.resume(),
      () => undefined, // a hub that is away misses life signs; the next one tells it
    );
  };
}

/** Runs at once and then every `ms`; what fails (no hub) is tried again the next time. Answers the way to end it. */
function every(ms: number, work: () => Promise<void>): () => void {
  const run = (): void => void work().catch(() => undefined);
  run();
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

function powerOf({ screenPower }: RunnerConfig, hub: HubLink, log: ShellLog): ScreenSwitch | undefined {
  if (screenPower === undefined) return undefined;
  const site = async (): Promise<SiteInfo> => {
    const answer = await hub.ask({ method: 'GET', path: '/api/v1/site' });
    return siteInfoSchema.parse(JSON.parse((await readBody(answer, SITE_MAX_BYTES)) ?? ''));
  };
  const run = async ([program = '', ...args]: readonly string[]): Promise<void> => {
    await promisify(execFile)(program, args, { timeout: COMMAND_WITHIN_MS });
  };
  return createScreenPower(screenPower, { log, site, run, nowMs: Date.now });
}

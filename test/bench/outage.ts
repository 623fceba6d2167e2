import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { startKioskRunner } from '../support/kiosk-hub.ts';
import { KwProcess } from '../support/kw-process.ts';
import { type BenchAim, type BenchOptions, type BenchOutcome, runBench } from './bench-report.ts';

const AIMS: readonly BenchAim[] = [
  { figure: 'offline_after_s', op: '<=', goal: 2 },
  { figure: 'back_after_s', op: '<=', goal: 3 },
  { figure: 'looks_without_the_page', op: '<=', goal: 0 },
];
const LOOK_MS = 5_000;
const PERSON = { name: 'Beheer', password: 'een lang wachtwoord' };

/** The built hub as a process, always on the same ports and the same data. */
class HubProcess {
  readonly #args: readonly string[];
  #process: KwProcess | undefined;
  url = '';

  private constructor(args: readonly string[]) {
    this.#args = args;
  }

  static async in(folder: string): Promise<HubProcess> {
    const ports = ['--port', String(await freePort()), '--mqtt-port', String(await freePort())];
    return new HubProcess(['hub', '--data', folder, ...ports]);
  }

  async start(): Promise<Record<string, unknown>> {
    const { process, ready } = await KwProcess.start(this.#args, { KW_LOG_LEVEL: 'error' });
    this.#process = process;
    this.url = String(ready['httpUrl']);
    return ready;
  }

  kill = async (): Promise<void> => this.#process?.end('SIGKILL');
}

/** The token of a kiosk, made as a person makes it. */
async function kioskToken(url: string, invite: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const accepted = await fetch(`${url}/api/v1/invites/accept`, { method: 'POST', headers, body: JSON.stringify({ invite, ...PERSON }) });
  if (!accepted.ok) throw new Error(await accepted.text());
  const args = ['credential', '--machine', 'ingang', '--role', 'kiosk', '--name', PERSON.name, '--hub', url];
  const { out, err } = await KwProcess.run(args, { KW_PASSWORD: PERSON.password });
  if (err !== '') throw new Error(err);
  return (JSON.parse(out) as { secret: string }).secret;
}

const linkIs = (page: Page, link: string): Promise<unknown> =>
  page.waitForSelector(`[data-link="${link}"]`, { state: 'attached', timeout: 60_000 });

async function secondsUntil(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return Math.round((performance.now() - startedAt) / 10) / 100;
}

/** Looks at the page through an outage, with a reload in the middle: the page, with the time of its figures. */
async function lookThrough(page: Page, minutes: number): Promise<{ looks: number; without: number }> {
  const count = Math.ceil((minutes * 60_000) / LOOK_MS);
  let without = 0;
  for (let look = 0; look < count; look += 1) {
    await setTimeout(LOOK_MS);
    if (look === Math.floor(count / 2)) await page.reload();
    const isThere = await page.waitForSelector('[data-link="offline"]', { state: 'attached', timeout: LOOK_MS }).then(
      () => page.locator('.head-fresh', { hasText: 'Stand van' }).isVisible(),
      () => false,
    );
    if (!isThere || page.url().startsWith('chrome-error:')) without += 1;
  }
  return { looks: count, without };
}

async function run({ quick }: BenchOptions): Promise<BenchOutcome> {
  const minutes = quick ? 0.5 : 10;
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-outage-'));
  const hub = await HubProcess.in(folder);
  let browser: Browser | undefined;
  try {
    const ready = await hub.start();
    const token = await kioskToken(hub.url, String(ready['adminInvite']).split('/').pop() ?? '');
    const { runner, pageUrl } = await startKioskRunner(hub.url, { token });
    browser = await launchChromium();
    const page = await (await browser.newContext({ viewport: { width: 1_080, height: 1_920 } })).newPage();
    await page.goto(pageUrl);
    await linkIs(page, 'live');
    const offline = secondsUntil(linkIs(page, 'offline'));
    await hub.kill();
    const offlineAfterS = await offline;
    const { looks, without } = await lookThrough(page, minutes);
    await hub.start();
    const backAfterS = await secondsUntil(linkIs(page, 'live'));
    await runner.stop();
    const figures = {
      outage_min: minutes,
      offline_after_s: offlineAfterS,
      looks,
      looks_without_the_page: without,
      back_after_s: backAfterS,
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
    return { figures, aims: AIMS, tables: [{ title: 'The kiosk while the hub is killed', rows: [['figure', 'value'], ...rows] }] };
  } finally {
    await browser?.close();
    await hub.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

await runBench('outage', run);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../support/browser.ts';
import { type KioskHub, startKioskHub, startKioskRunner, summaryOf } from '../support/kiosk-hub.ts';
import { type BenchAim, type BenchOptions, type BenchOutcome, runBench } from './bench-report.ts';

const DIST = join(import.meta.dirname, '../../kiosk/dist');
const MESSAGES = 10_000;
const MB = 1024 * 1024;

const AIMS: readonly BenchAim[] = [
  { figure: 'js_all_gz_kb', op: '<=', goal: 40 },
  { figure: 'first_live_ms', op: '<=', goal: 2_000 },
  { figure: 'fps_cpu_quarter', op: '>=', goal: 55 },
  { figure: 'heap_growth_mb', op: '<=', goal: 1 },
  { figure: 'csp_messages', op: '<=', goal: 0 },
  { figure: 'requests_away', op: '<=', goal: 0 },
];

const gzKb = (files: readonly string[]): number =>
  Math.round((files.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length, 0) / 1024) * 100) / 100;

/** Every script of the page, and those it needs for its first picture. */
function scriptSizes(): Readonly<Record<string, number>> {
  const scripts = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return { js_start_gz_kb: gzKb(scripts.filter((file) => /assets\/index-/u.test(file))), js_all_gz_kb: gzKb(scripts) };
}

interface Bench {
  readonly browser: Browser;
  readonly hub: KioskHub;
  readonly pageUrl: string;
  readonly noise: { csp: number; away: number };
}

async function openPage({ browser, noise }: Bench): Promise<{ readonly page: Page; readonly cdp: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (/Content Security Policy/iu.test(message.text())) noise.csp += 1;
  });
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') noise.away += 1;
  });
  return { page, cdp: await context.newCDPSession(page) };
}

/** From the click of the address to the first live figure, in a browser that never saw the page; the middle one of three. */
async function firstLiveMs(bench: Bench): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const { page } = await openPage(bench);
    await page.goto(bench.pageUrl, { waitUntil: 'commit' });
    await page.waitForSelector('[data-state="live"] .today-figure');
    times.push(await page.evaluate(() => performance.now()));
    await page.context().close();
  }
  return Math.round(times.sort((a, b) => a - b)[1] ?? Number.NaN);
}

/** Script that counts drawn frames; text, because a bundler's helpers are not there inside the page. */
const countFrames = (durationMs: number): string => `new Promise((resolve) => {
  const startMs = performance.now();
  let frames = 0;
  requestAnimationFrame(function next(nowMs) {
    if (nowMs - startMs >= ${durationMs}) resolve((frames * 1000) / (nowMs - startMs));
    else { frames += 1; requestAnimationFrame(next); }
  });
})`;

/** Frames a second of the attract loop with a quarter of the processor and new figures every second. */
async function framesThrottled(bench: Bench, seconds: number): Promise<number> {
  const { page, cdp } = await openPage(bench);
  await page.goto(bench.pageUrl);
  await page.waitForSelector('[data-state="live"]');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let todayG = 1_000_000;
  const feed = setInterval(() => bench.hub.say(summaryOf({ totals: { ...summaryOf().totals, todayG: (todayG += 4_000) } })), 1_000);
  const fps = await page.evaluate<number>(countFrames(seconds * 1_000));
  clearInterval(feed);
  await page.context().close();
  return Math.round(fps * 10) / 10;
}

async function heapBytes(cdp: CDPSession): Promise<number> {
  for (let n = 0; n < 3; n += 1) await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

async function sendMessages({ hub }: Bench, page: Page, from: number, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    hub.say(summaryOf({ totals: { ...summaryOf().totals, todayG: (from + n) * 1_000 } }));
    // Let the socket drain: the hub itself sends at most a few a second.
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const digits = String(from + count);
  await page.waitForFunction((wanted) => document.querySelector('.today-figure')?.textContent?.replaceAll(/\D/gu, '') === wanted, digits);
}

/** Growth of the page's heap over ten thousand live messages, in MB, after a warm-up of a thousand. */
async function heapGrowthMb(bench: Bench): Promise<number> {
  const { page, cdp } = await openPage(bench);
  await page.goto(bench.pageUrl);
  await page.waitForSelector('[data-state="live"]');
  await cdp.send('HeapProfiler.enable');
  await sendMessages(bench, page, 0, 1_000);
  const before = await heapBytes(cdp);
  await sendMessages(bench, page, 2_000, 7_000);
  await sendMessages(bench, page, 0, MESSAGES - 7_000);
  const after = await heapBytes(cdp);
  await page.context().close();
  return Math.round(((after - before) / MB) * 100) / 100;
}

async function run({ quick }: BenchOptions): Promise<BenchOutcome> {
  const hub = await startKioskHub();
  const { runner, pageUrl } = await startKioskRunner(hub.url());
  const browser = await launchChromium();
  const bench: Bench = { browser, hub, pageUrl, noise: { csp: 0, away: 0 } };
  try {
    const figures = {
      ...scriptSizes(),
      first_live_ms: await firstLiveMs(bench),
      fps_cpu_quarter: await framesThrottled(bench, quick ? 5 : 20),
      heap_growth_mb: await heapGrowthMb(bench),
      csp_messages: bench.noise.csp,
      requests_away: bench.noise.away,
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
    return {
      figures,
      aims: AIMS,
      tables: [{ title: 'Kiosk page in Chromium, 1080 x 1920, no GPU', rows: [['figure', 'value'], ...rows] }],
    };
  } finally {
    await browser.close();
    await runner.stop();
    await hub.kill();
  }
}

await runBench('kiosk', run);

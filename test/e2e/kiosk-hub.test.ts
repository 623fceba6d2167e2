import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { ApiBucket, Deposit, EnrolResponse, NodeMeta, ReplayEvent, StoredRecord } from '@kringwijzer/contract';
import { createReplay } from '@kringwijzer/firmware-bridge';
import { createSite, demoSiteConfig, writeTrace } from '@kringwijzer/hardware/simulator';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectErrors, launchChromium } from '../support/browser.ts';
import { startKioskRunner } from '../support/kiosk-hub.ts';
import { type ScriptedNode, startScriptedNode } from '../support/scripted-node.ts';

const META: NodeMeta = {
  contract: 1,
  name: 'Poort',
  version: '0.1.0',
  simulated: false,
  devices: [{ id: 'intake-1', name: 'Inname', kind: 'scale', role: 'intake', capacityG: 300_000, divisionG: 100, cells: 1 }],
};

const depositOf = (massG: number): Deposit => {
  const at = Date.now();
  return {
    kind: 'deposit',
    device: 'intake-1',
    at,
    massG,
    uncertaintyG: 100,
    confidence: 0.95,
    fromAt: at - 4_000,
    beforeG: 0,
    afterG: massG,
  };
};

const HOUR_MS = 3_600_000;
const WALKERS = 40;

/** An hour at the floor scale: a person every minute and a half who leaves nothing, wind all the time, and near the end one gift of 4.2 kg. */
function hourOfWalkers(): readonly ReplayEvent[] {
  const fromMs = Date.UTC(2026, 4, 20, 8, 0);
  const config = demoSiteConfig({ seed: 21, startAt: fromMs, alwaysOpen: true });
  const { firstDonorAfterMs: _, ...visitors } = config.visitors;
  const site = createSite({ ...config, visitors: { ...visitors, perHour: 0, burstPerHour: 0 } });
  for (let walker = 0; walker < WALKERS; walker += 1) {
    const personG = 45_000 + ((walker * 7_919) % 60_000);
    // A grain of sand from a shoe: the act of the simulator for somebody who steps on and off.
    site.inject({ type: 'deposit', scale: 'intake-1', atMs: fromMs + (walker + 0.5) * 80_000, massG: 1, personG });
  }
  site.inject({ type: 'deposit', scale: 'intake-1', atMs: fromMs + 56 * 60_000, massG: 4_200, personG: 78_000 });
  const replay = createReplay();
  const events: ReplayEvent[] = [];
  writeTrace(site, 'intake-1', { fromMs, toMs: fromMs + HOUR_MS, sampleHz: 10 }, (line) => events.push(...replay.line(line)));
  return [...events, ...replay.end()];
}

describe('the kiosk on the real hub', () => {
  let folder: string;
  let hub: Hub;
  let node: ScriptedNode;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kw-kiosk-hub-'));
    const config = loadHubConfig({ overrides: { data: folder, http: { port: 0 }, mqtt: { port: 0 } } });
    const log = pino({ level: process.env['KW_TEST_LOG'] ?? 'silent' });
    hub = await startHub(config, { log, staticDirs: { kiosk: join(import.meta.dirname, '../../kiosk/dist') } });
    const enrolled = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: hub.issueEnrolCode('poort'), node: 'poort' }),
    });
    node = await startScriptedNode({ mqttUrl: hub.mqttUrl, credential: (await enrolled.json()) as EnrolResponse, meta: META });
  });
  afterEach(async () => {
    await node?.stop();
    await hub?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function giveAndAnswer(page: Page, massG: number, stream: string): Promise<number> {
    await node.record(depositOf(massG));
    const startedMs = performance.now();
    await page.waitForSelector('.gift');
    const tookMs = performance.now() - startedMs;
    const filed = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/kiosk/stream'));
    await page.getByRole('button', { name: stream }).click();
    expect((await filed).status()).toBe(200);
    await page.getByRole('button', { name: 'Klaar' }).click();
    return tookMs;
  }

  it('opened straight from the hub: the token leaves the address, gifts are told within a second and answers filed', async () => {
    const context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await page.goto(`${hub.httpUrl}/kiosk/?token=${hub.issueKioskToken('hal')}`);
    await page.waitForSelector('[data-link="live"]');
    expect(page.url()).toBe(`${hub.httpUrl}/kiosk/`);

    expect(await giveAndAnswer(page, 4_200, 'Kleding en textiel')).toBeLessThan(1_000);
    await page.reload();
    await page.waitForSelector('[data-link="live"]');
    await giveAndAnswer(page, 7_000, 'Meubels');
    await page.locator('.today-figure', { hasText: /11\s?kg/u }).waitFor();
    // The reload asks with the old session before it opens a new one; the browser writes refused requests down.
    expect(errors.filter((error) => !/401|403/u.test(error))).toEqual([]);
    await context.close();
  });

  it('behind its runner: the browser never has the token, and the hub sees the kiosk live', async () => {
    const { runner, pageUrl } = await startKioskRunner(hub.httpUrl, { token: hub.issueKioskToken('ingang') });
    const context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await page.goto(pageUrl);
    await page.waitForSelector('[data-link="live"]');
    expect(await giveAndAnswer(page, 5_000, 'Fietsen')).toBeLessThan(1_000);
    await giveAndAnswer(page, 3_000, 'Kleding en textiel');
    await page.getByRole('button', { name: 'Uw mening' }).click();
    const counted = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/kiosk/opinion'));
    await page.getByRole('button', { name: 'Heel goed' }).click();
    expect((await counted).status()).toBe(204);
    expect(await page.evaluate(() => [document.cookie, sessionStorage.length])).toEqual(['', 0]);

    const admin = await fetch(`${hub.httpUrl}/api/v1/invites/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invite: hub.issueInvite('viewer'), name: 'Ans', password: 'een lang wachtwoord' }),
    });
    const cookie = admin.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    await vi.waitFor(
      async () => {
        const kiosks = await (await fetch(`${hub.httpUrl}/api/v1/kiosk/health`, { headers: { cookie } })).json();
        expect(kiosks).toContainEqual(
          expect.objectContaining({ kiosk: 'ingang', health: expect.objectContaining({ shell: 'none', state: expect.any(String) }) }),
        );
      },
      { timeout: 20_000 },
    );
    const range = `from=${Date.now() - 7_200_000}&to=${Date.now() + 3_600_000}`;
    const buckets = await fetch(`${hub.httpUrl}/api/v1/aggregate?measurement=kiosk_stream&field=mass_g&bucket=hour&fn=sum&${range}`, {
      headers: { cookie },
    });
    const filed: Record<string, number> = {};
    for (const { series, values } of (await buckets.json()) as readonly ApiBucket[]) {
      const stream = series.tags['stream'] ?? '';
      filed[stream] = (filed[stream] ?? 0) + (values['sum'] ?? 0);
    }
    const records = (await (
      await fetch(`${hub.httpUrl}/api/v1/records?kinds=deposit&order=asc`, { headers: { cookie } })
    ).json()) as readonly StoredRecord[];
    expect(records.map(({ record }) => [record['massG'], record['stream']])).toEqual([
      [5_000, 'bicycles'],
      [3_000, 'textile'],
    ]);
    expect(filed).toEqual({ bicycles: 5_000, textile: 3_000 });
    expect(errors).toEqual([]);
    await context.close();
    await runner.stop();
  });

  it('speaks once in an hour of noise, wind and people on the platform: of the one gift that was left there', async () => {
    const deposits = hourOfWalkers().flatMap((event) => (event.type === 'deposit' ? [event.massG] : []));
    expect(deposits.map((massG) => Math.round(massG / 100))).toEqual([42]);
    const context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
    const page = await context.newPage();
    await page.goto(`${hub.httpUrl}/kiosk/?token=${hub.issueKioskToken('hal')}`);
    await page.waitForSelector('[data-link="live"]');
    for (const massG of deposits) await node.record(depositOf(massG));
    await page.locator('.gift [role="status"]', { hasText: /U gaf net ongeveer 4\skg/u }).waitFor();
    await page.locator('.today-figure', { hasText: /^\s*4\s?kg/u }).waitFor();
    await context.close();
  });
});

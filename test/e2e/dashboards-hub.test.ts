import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import type { Calibration, Command, Deposit, EnrolResponse, NodeMeta, ScaleState } from '@kringwijzer/contract';
import { pino } from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium, SCREENS } from '../support/browser.ts';
import { type ScriptedNode, startScriptedNode } from '../support/scripted-node.ts';

const DASHBOARDS = fileURLToPath(new URL('../../dashboards/dist/', import.meta.url));
const PASSWORD = 'drie losse woorden';
const log = pino({ level: 'silent' });

let browser: Browser;
const cleanups: (() => Promise<unknown> | void)[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kw-staff-'));
  cleanups.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

async function startIn(data: string, ports: { http: number; mqtt: number }): Promise<Hub> {
  const site = { id: 'zuid', name: 'De Kring' };
  const config = loadHubConfig({ overrides: { data, site, http: { port: ports.http }, mqtt: { port: ports.mqtt } } });
  const hub = await startHub(config, { log, staticDirs: { dashboards: DASHBOARDS } });
  cleanups.push(() => hub.stop());
  return hub;
}

async function newPage(screen: keyof typeof SCREENS = 'phone'): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: SCREENS[screen], locale: 'nl-NL', reducedMotion: 'reduce' });
  cleanups.push(() => context.close());
  return context.newPage();
}

async function join_(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Naam').fill(name);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Account maken' }).click();
  await page.getByText('Live').waitFor();
}

const meta: NodeMeta = {
  contract: 1,
  name: 'Meetkast',
  version: '0.1.0',
  simulated: true,
  devices: [
    { id: 'floor', name: 'Vloer', kind: 'scale', role: 'intake', capacityG: 300_000, divisionG: 50, cells: 1 },
    { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: 1_000_000 },
  ],
};
const scaleState = (netG: number, seq: number): ScaleState => ({
  at: Date.now(),
  seq,
  grossG: netG,
  netG,
  tareG: 0,
  stable: true,
  quality: 'good',
});
const deposit = (massG: number): Deposit => ({
  kind: 'deposit',
  device: 'floor',
  at: Date.now(),
  massG,
  uncertaintyG: 60,
  confidence: 0.95,
  fromAt: Date.now() - 3_000,
  beforeG: 0,
  afterG: massG,
});

async function siteWithNode(): Promise<{ hub: Hub; page: Page; node: ScriptedNode; data: string }> {
  const data = newFolder();
  const hub = await startIn(data, { http: 0, mqtt: 0 });
  const page = await newPage();
  await join_(page, `${hub.httpUrl}${hub.adminInvite?.path ?? ''}`, 'Ans');
  const answer = await fetch(`${hub.httpUrl}/api/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: hub.issueEnrolCode('n1'), node: 'n1' }),
  });
  const node = await startScriptedNode({ mqttUrl: hub.mqttUrl, credential: (await answer.json()) as EnrolResponse, meta });
  cleanups.push(() => node.stop());
  return { hub, page, node, data };
}

describe('the staff pages on a real hub', () => {
  it('take a person from the invite to a gift on the screen', async () => {
    const { page, node } = await siteWithNode();
    await node.state('box', scaleState(820_000, 0));
    await page.getByText('Textiel is bijna vol').waitFor();
    await page.getByRole('img', { name: 'Textiel: bijna vol' }).waitFor();
    await node.record(deposit(4_230), deposit(1_770));
    await page.getByText('ongeveer 4,25 kg').waitFor({ timeout: 1_000 });
    await page.getByText('2 giften').waitFor({ timeout: 1_000 });
    expect(await page.locator('.today-figure').textContent()).toMatch(/^6\s*kg$/u);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('keep the last picture while the hub is away, even after a reload, and come back by themselves', async () => {
    const { hub, page, node, data } = await siteWithNode();
    await node.state('box', scaleState(820_000, 0));
    await page.getByText('Textiel is bijna vol').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await hub.stop();
    await page.getByText('Niet verbonden').first().waitFor();
    await page.getByText(/U ziet de stand van \d\d:\d\d/u).waitFor();
    await page.getByText('Textiel is bijna vol').waitFor();
    await page.reload();
    await page.getByText(/U ziet de stand van \d\d:\d\d/u).waitFor();
    await page.getByText('Textiel is bijna vol').waitFor();
    await startIn(data, { http: hub.httpPort, mqtt: hub.mqttPort });
    await page.getByText('Live').waitFor({ timeout: 20_000 });
    expect(await page.getByText('Niet verbonden').count()).toBe(0);
  });

  it('let in nobody with a wrong password, and forget the site on the way out', async () => {
    const { page } = await siteWithNode();
    await page.getByRole('link', { name: 'Meer' }).click();
    await page.getByRole('button', { name: 'Uitloggen' }).click();
    await page.getByText('Voor medewerkers').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('kw-live-1'))).toBeNull();
    await page.getByLabel('Naam').fill('Ans');
    await page.getByLabel('Wachtwoord', { exact: true }).fill('iets heel anders');
    await page.getByRole('button', { name: 'Inloggen' }).click();
    await page.getByText('De naam of het wachtwoord klopt niet').waitFor();
    await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
    // A wrong attempt makes the next one wait; pressing again is what a person does.
    await expect
      .poll(
        async () => {
          await page
            .getByRole('button', { name: 'Inloggen' })
            .click({ timeout: 1_000 })
            .catch(() => undefined);
          return page.getByText('Live').isVisible();
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(true);
  });

  it('invite a viewer, who may look but not touch', async () => {
    const { page, node } = await siteWithNode();
    await node.state('floor', scaleState(0, 0));
    await page.getByRole('link', { name: 'Meer' }).click();
    await page.getByRole('link', { name: 'Mensen' }).click();
    await page.getByRole('button', { name: 'Kijker' }).click();
    await page.getByRole('button', { name: 'Link maken' }).click();
    const link = await page.locator('.code').textContent();
    const other = await newPage('desktop');
    await join_(other, link ?? '', 'Kees');
    await other.getByRole('link', { name: 'Apparaten' }).click();
    await other.getByRole('link', { name: /Vloer/u }).click();
    await other.getByText('niet bedienen').waitFor();
    expect(await other.getByRole('button', { name: 'Tarra', exact: true }).count()).toBe(0);
  });
});

describe('care of a scale on a real hub', () => {
  const atFloor = async (page: Page): Promise<void> => {
    await page.getByRole('link', { name: 'Apparaten' }).click();
    await page.getByRole('link', { name: /Vloer/u }).click();
  };

  it('passes a tare on to the node and tells what the node answers', async () => {
    const { page, node } = await siteWithNode();
    await node.state('floor', scaleState(2_000, 0));
    await atFloor(page);
    node.onCommand = () => ({ ok: true });
    await page.getByRole('button', { name: 'Tarra', exact: true }).click();
    await page.getByText('Gelukt').waitFor();
    expect(node.commands).toMatchObject([{ name: 'tare', args: { device: 'floor', by: 'Ans' } }]);
    node.onCommand = () => ({ ok: false, code: 'KW_ZERO_LIMIT' });
    await page.getByRole('button', { name: 'Op nul zetten' }).click();
    await page.getByText('Er ligt te veel op om op nul te zetten').waitFor();
  });

  it('refuses while the scale moves', async () => {
    const { page, node } = await siteWithNode();
    await node.state('floor', { ...scaleState(2_000, 0), stable: false });
    await atFloor(page);
    await page.getByText('Wacht tot hij stil staat').waitFor();
    expect(await page.getByRole('button', { name: 'Tarra', exact: true }).isDisabled()).toBe(true);
    await node.state('floor', scaleState(2_000, 1));
    await expect.poll(() => page.getByRole('button', { name: 'Tarra', exact: true }).isEnabled()).toBe(true);
  });

  it('guides a calibration with known masses to a line in the log', async () => {
    const { page, node } = await siteWithNode();
    await node.state('floor', scaleState(0, 0));
    const points: number[] = [];
    const calibration = (by: string): Calibration => ({
      kind: 'calibration',
      device: 'floor',
      at: Date.now(),
      id: 'c1',
      by,
      zeroCounts: 100,
      countsPerGram: 2.5,
      points: points.map((massG) => ({ massG, counts: 100 + massG * 2.5, residualG: 4 })),
      uncertaintyG: 42,
    });
    node.onCommand = (command: Command) => {
      if (command.name !== 'calibrate') return { ok: false, code: 'KW_COMMAND_UNKNOWN' };
      if (command.args.step === 'point') points.push(command.args.massG);
      if (command.args.step === 'finish') void node.record(calibration(command.args.by));
      return { ok: true };
    };
    await atFloor(page);
    await page.getByRole('link', { name: 'Kalibreren' }).click();
    await page.getByRole('button', { name: 'Hij is leeg' }).click();
    await page.getByLabel('Hoeveel kilo ligt erop?').fill('twintig');
    await page.getByRole('button', { name: 'Meten' }).click();
    await page.getByRole('alert').waitFor();
    for (const [text, shown] of [
      ['20', '20,00'],
      ['50,5', '50,50'],
    ] as const) {
      await page.getByLabel('Hoeveel kilo ligt erop?').fill(text);
      await page.getByRole('button', { name: 'Meten' }).click();
      await page.locator('.chips').getByText(shown).waitFor();
    }
    await page.getByRole('button', { name: 'Klaar' }).click();
    await page.getByText('De weegschaal is gekalibreerd').waitFor();
    expect(points).toEqual([20_000, 50_500]);
    await page.getByText('Gekalibreerd door Ans, met 2 gewichten').waitFor({ timeout: 15_000 });
  });
});

describe('looking back on a real hub', () => {
  it('shows what came in today in chart, table and file', async () => {
    const { page, node } = await siteWithNode();
    await node.record(deposit(4_000), deposit(8_000));
    await page.getByRole('link', { name: 'Grafieken' }).click();
    await page.getByRole('img', { name: /samen 12 kg/u }).waitFor();
    expect(await page.locator('tbody tr').first().locator('td').first().textContent()).toBe('12');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Opslaan als CSV' }).click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text).toMatch(/^\uFEFFIndicatieve weging/u);
    expect(text).toContain(';12,000;');
    for (const step of ['Uur', 'Week', 'Maand']) {
      await page.getByRole('button', { name: step }).click();
      await page.getByRole('img', { name: /samen 12 kg/u }).waitFor();
    }
  });
});

import type { JournalEntry, NodeMeta } from '@kringwijzer/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import type { ScriptedNode } from '../support/scripted-node.ts';
import { type StaffHub, startStaffHub } from '../support/staff-hub.ts';
import { steadyState } from '../support/steady-scale.ts';

const meta: NodeMeta = {
  contract: 1,
  name: 'Sorteerhal',
  version: '0.1.0',
  simulated: true,
  devices: [{ id: 'table', name: 'Tafel', kind: 'scale', role: 'outflow', capacityG: 30_000, divisionG: 5, cells: 1 }],
};

let browser: Browser;
let site: StaffHub;
let page: Page;
let node: ScriptedNode;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await startStaffHub(browser);
  page = await site.newPage();
  await site.join(page, site.hub.adminInvite?.path ?? '', 'Ans');
  node = await site.node('sort', meta);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.getByRole('link', { name: 'Sorteertafel' }).click();
  await page.getByText('Vandaag is nog niets').waitFor();
});
afterEach(() => site.stop());

/** Lines of the register, asked as the page would. */
const lines = (): Promise<readonly JournalEntry[]> =>
  page.evaluate(async () => (await (await fetch('/api/v1/monitoring/entries?kinds=outcome')).json()) as JournalEntry[]);

async function write(pieces: string): Promise<void> {
  await page.getByRole('button', { name: 'Stuks' }).click();
  await page.getByLabel('Stuks').fill(pieces);
  await page.getByRole('button', { name: 'Bewaren' }).click();
  await page.getByText(/^Bewaard/u).waitFor();
}

describe('the sorting table', () => {
  it('writes what the scale weighs in three taps, with a photo, and takes it back', async () => {
    await node.state('table', steadyState(1_235, 0));
    await page.getByRole('button', { name: 'Meubels' }).click();
    await page.getByRole('button', { name: 'Gerepareerd' }).click();
    await page.getByText(/^Tafel: 1,235/u).waitFor();
    await page.getByRole('button', { name: 'Neem over' }).click();
    const png = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [800, 600];
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    await page.locator('input[type=file]').setInputFiles({ name: 'stoel.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
    await page.getByText('De foto gaat mee').waitFor();
    await page.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByRole('img', { name: /^Foto van Meubels/u }).waitFor({ timeout: 20_000 });
    await page.setViewportSize({ width: 390, height: 2_400 });
    expect(await axeViolations(page)).toEqual([]);
    expect(await lines()).toMatchObject([
      { by: 'Ans', body: { stream: 'furniture', outcome: 'repaired', massG: 1_235, method: 'weighed' } },
    ]);
    await page.getByRole('button', { name: 'Terugdraaien' }).click();
    await page.getByText('Vandaag is nog niets').waitFor();
    expect(await lines()).toEqual([]);
  });

  it('keeps lines while the hub is away, also through a reload, and sends each once when it is back', async () => {
    await write('2');
    await page.getByText('Textiel, Verkocht: 2 stuks').last().waitFor();
    await site.hub.stop();
    await page.getByText('Niet verbonden').first().waitFor();
    await write('3');
    await page.getByText('1 regel wacht op de hub').waitFor();
    await page.reload();
    await page.getByText('1 regel wacht op de hub').waitFor();
    await write('4');
    await page.getByText('2 regels wachten op de hub').waitFor();
    await write('5');
    await page.getByRole('button', { name: 'Terugdraaien' }).click();
    await site.restart();
    await page.getByText(/wachten op de hub/u).waitFor({ state: 'detached', timeout: 30_000 });
    await expect
      .poll(async () => (await lines()).map(({ body }) => ('pieces' in body ? body.pieces : 0)), { timeout: 20_000 })
      .toEqual([2, 3, 4]);
  });

  it('does not take a line without an amount', async () => {
    await page.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByText('Vul hele stuks in').waitFor();
    expect(await lines()).toEqual([]);
  });
});

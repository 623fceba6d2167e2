import type { Emptying, NodeMeta } from '@kringwijzer/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import type { ScriptedNode } from '../support/scripted-node.ts';
import { type StaffHub, startStaffHub } from '../support/staff-hub.ts';
import { steadyState } from '../support/steady-scale.ts';

const meta: NodeMeta = {
  contract: 1,
  name: 'Meetkast',
  version: '0.1.0',
  simulated: true,
  devices: [
    { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: 2_000_000 },
  ],
};
const emptying = (massG: number): Emptying => ({
  kind: 'emptying',
  device: 'box',
  at: Date.now(),
  massG,
  uncertaintyG: 1_000,
  confidence: 0.95,
  fromAt: Date.now() - 60_000,
  beforeG: massG,
  afterG: 0,
  swapped: false,
});

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
  node = await site.node('yard', meta);
  await node.state('box', steadyState(0, 0));
});
afterEach(() => site.stop());

describe('an emptying on the staff pages', () => {
  it('appears by itself and is confirmed with one tap', async () => {
    await page.getByRole('img', { name: /^Textiel/u }).waitFor();
    await node.record(emptying(1_812_000));
    await page.getByText('Er ging 1812 kg uit').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Klopt' }).click();
    await page.getByText(/Geleegd .*bevestigd door Ans/u).waitFor();
    expect(await page.getByText('Er ging 1812 kg uit').count()).toBe(0);
  });

  it('takes partner, rejected share and ticket, and tells the difference with the weighbridge', async () => {
    await page.getByRole('img', { name: /^Textiel/u }).waitFor();
    await node.record(emptying(1_812_000));
    await page.getByRole('link', { name: 'Meer invullen' }).click();
    await page.getByRole('button', { name: 'Invullen' }).click();
    await page.getByLabel('Opgehaald door').fill('Kringloop Oost');
    await page.getByLabel('Afkeur').fill('120');
    await page.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByText('Vul een heel getal in').waitFor();
    await page.getByLabel('Afkeur').fill('5');
    await page.getByLabel('Nummer van de weegbon').fill('B-17');
    await page.getByLabel('Kilo op de weegbon').fill('1790,5');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByText('Bevestigd door Ans').waitFor();
    await page.getByText(/^22 kg \(1,2/u).waitFor();
    expect(await page.locator('.facts').textContent()).toContain('Kringloop Oost');
  });

  it('that was none leaves the live page, and the one before counts again', async () => {
    await node.record({ ...emptying(900_000), at: Date.now() - 3_600_000, fromAt: Date.now() - 3_700_000 }, emptying(400_000));
    await page.getByText('Er ging 400 kg uit').waitFor();
    await page.getByRole('link', { name: 'Meer invullen' }).click();
    await page.getByRole('button', { name: 'Klopt niet' }).first().click();
    await page.getByText('Geen leging, zegt Ans').waitFor();
    await page.getByRole('link', { name: 'Nu' }).click();
    await page.getByText('Er ging 900 kg uit').waitFor();
    expect(await page.getByText('Er ging 400 kg uit').count()).toBe(0);
  });
});

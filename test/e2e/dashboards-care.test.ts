import type { Command, Deposit, EnrolResponse, NodeMeta, ScaleState } from '@kringwijzer/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import type { ScriptedNode } from '../support/scripted-node.ts';
import { type StaffHub, startStaffHub } from '../support/staff-hub.ts';

const meta: NodeMeta = {
  contract: 1,
  name: 'Meetkast',
  version: '0.1.0',
  simulated: true,
  devices: [
    { id: 'box', name: 'Textiel', kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: 2_000_000 },
  ],
};
const state = (cornersG: readonly number[], seq: number): ScaleState => {
  const netG = cornersG.reduce((sum, one) => sum + one, 0);
  return { at: Date.now(), seq, grossG: netG, netG, tareG: 0, stable: true, quality: 'good', cornersG: [...cornersG] };
};
const deposit = (massG: number): Deposit => ({
  kind: 'deposit',
  device: 'box',
  at: Date.now(),
  massG,
  uncertaintyG: 60,
  confidence: 0.95,
  fromAt: Date.now() - 3_000,
  beforeG: 0,
  afterG: massG,
});

let browser: Browser;
let site: StaffHub;
let page: Page;
let node: ScriptedNode;

beforeAll(async () => {
  browser = await launchChromium();
  site = await startStaffHub(browser);
  page = await site.newPage();
  await site.join(page, site.hub.adminInvite?.path ?? '', 'Ans');
  node = await site.node('yard', meta);
  await node.state('box', state([250_000, 100_000, 100_000, 50_000], 0));
  await node.record(deposit(40_000));
});
afterAll(async () => {
  await site.stop();
  await browser.close();
});

const openBox = async (): Promise<void> => {
  await page.goto(`${site.hub.httpUrl}/#/devices/yard/box`);
  await page.getByText('Weight').or(page.getByText('Gewicht op elke hoek')).waitFor();
};

describe('care of a device on the staff pages', () => {
  it('shows what each corner carries and where the load lies', async () => {
    await openBox();
    expect(await page.locator('.corners-front-left').textContent()).toMatch(/250 kg.*50\s?%/u);
    await page.getByRole('img', { name: /^Plaats van de last/u }).waitFor();
    await page.setViewportSize({ width: 390, height: 3_400 });
    expect(await axeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
  });

  it('keeps a maintenance log', async () => {
    await openBox();
    await page.getByRole('button', { name: 'Vervangen', exact: true }).click();
    await page.getByLabel('Toelichting').fill('nieuwe cel linksvoor');
    await page.getByRole('button', { name: 'Opschrijven' }).click();
    await page.getByText('Vervangen: nieuwe cel linksvoor').waitFor();
    expect(await page.getByLabel('Toelichting').inputValue()).toBe('');
  });

  it('renames it on every screen, takes it out of use and brings it back', async () => {
    await openBox();
    await page.getByLabel('Naam op de schermen').fill('Kleding');
    await page.getByRole('button', { name: 'Naam bewaren' }).click();
    await page.getByRole('heading', { name: 'Kleding' }).waitFor();
    await page.getByRole('button', { name: 'Uit gebruik nemen' }).click();
    await page.getByRole('button', { name: 'Ja, uit gebruik' }).click();
    await page.getByText('Dit apparaat is er niet (meer)').waitFor();
    await page.getByRole('link', { name: 'Apparaten' }).first().click();
    await page.getByRole('button', { name: 'Weer gebruiken' }).click();
    await page.getByRole('link', { name: /^Kleding/u }).waitFor();
    expect(await page.getByRole('button', { name: 'Weer gebruiken' }).count()).toBe(0);
  });

  it('measures a known mass on one corner when it calibrates', async () => {
    node.onCommand = (_command: Command) => ({ ok: true });
    await page.goto(`${site.hub.httpUrl}/#/devices/yard/box/calibrate`);
    await page.getByRole('button', { name: 'Hij is leeg' }).click();
    await page.getByRole('button', { name: 'Hoek 3' }).click();
    await page.getByLabel('Hoeveel kilo ligt erop?').fill('200');
    await page.getByRole('button', { name: 'Meten' }).click();
    await page.locator('.chips').getByText('200').waitFor();
    expect(node.commands.at(-1)).toMatchObject({ name: 'calibrate', args: { step: 'corner', corner: 2, massG: 200_000 } });
  });

  it('replaces the box by one that takes over its history, by a code to scan', async () => {
    await page.goto(`${site.hub.httpUrl}/#/devices`);
    await page.getByText('Meetkast vervangen').click();
    await page.getByRole('button', { name: 'Code voor de nieuwe kast' }).click();
    await page.getByRole('img', { name: /^QR-code van de opdracht/u }).waitFor();
    const code = (await page.locator('.code').first().textContent()) ?? '';
    const answer = await fetch(`${site.hub.httpUrl}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, node: 'yard' }),
    });
    expect(((await answer.json()) as EnrolResponse).node).toBe('yard');
    const kept = await page.evaluate(
      async () => (await (await fetch('/api/v1/records?kinds=deposit&node=yard&device=box')).json()) as unknown[],
    );
    expect(kept).toHaveLength(1);
  });
});

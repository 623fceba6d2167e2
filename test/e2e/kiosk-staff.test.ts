import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import { type KioskHub, startKioskHub, startKioskRunner } from '../support/kiosk-hub.ts';

const PICTURES = process.env['KW_PICTURES'];
/** Counts the clicks a page lets hear, in place of a loudspeaker. */
const COUNT_CLICKS = `window.heard = 0;
const make = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.heard += 1; return make.call(this); };`;

describe('staff at the kiosk', () => {
  let browser: Browser;
  let hub: KioskHub;
  let kiosk: Awaited<ReturnType<typeof startKioskRunner>>;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    hub = await startKioskHub();
    kiosk = await startKioskRunner(hub.url(), { staffPin: '2468', clickSound: true });
    page = await (await browser.newContext({ viewport: { width: 1_080, height: 1_920 } })).newPage();
    await page.addInitScript(COUNT_CLICKS);
    await page.goto(kiosk.pageUrl);
    await page.waitForSelector('[data-state="live"]');
  });
  afterEach(async () => {
    await page.context().close();
    await kiosk.runner.stop();
    await hub.kill();
  });

  const hold = async (): Promise<void> => {
    await page.locator('.head-corner').hover();
    await page.mouse.down();
    await page.waitForSelector('.staff');
    await page.mouse.up();
  };
  const enter = async (pin: string): Promise<void> => {
    for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'Verder' }).click();
  };

  it('hold the mark, enter the PIN and see how the screen is', async () => {
    await hold();
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'kiosk-pin.png') });
    expect(await axeViolations(page)).toEqual([]);
    await enter('1111');
    await page.getByText('Die pincode klopt niet.').waitFor();
    await enter('2468');
    await page.getByText('Scherm opnieuw starten').waitFor();
    expect(await page.textContent('.staff-facts')).toContain(hub.url());
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'kiosk-staff.png') });
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Scherm opnieuw starten' }).click();
    await page.getByText('Dat lukt niet op dit scherm.').waitFor();
    await page.getByRole('button', { name: 'Sluiten' }).click();
    await page.waitForSelector('.staff', { state: 'detached' });
  });

  it('are locked out after five wrong PINs', async () => {
    await hold();
    for (let tried = 0; tried < 5; tried += 1) {
      const answered = page.waitForResponse((answer) => answer.url().endsWith('/runner/open'));
      await enter('1111');
      expect((await answered).status()).toBe(403);
    }
    await enter('2468');
    await page.getByText('Te vaak fout. Wacht vijf minuten.').waitFor();
  });

  it('have a screen that clicks softly at a tap, and only then', async () => {
    expect(await page.evaluate('heard')).toBe(0);
    await page.getByRole('button', { name: 'Ontdek' }).click();
    expect(await page.evaluate('heard')).toBe(1);
    await page.mouse.click(10, 10);
    expect(await page.evaluate('heard')).toBe(1);
  });
});

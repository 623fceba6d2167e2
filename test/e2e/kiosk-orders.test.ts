import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumLauncher } from '../../kiosk/src/shell/adapters/chromium-screen.ts';
import { startRunner } from '../../kiosk/src/shell/app.ts';
import { runnerConfigSchema } from '../../kiosk/src/shell/config.ts';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { type ContentHub, startContentHub } from '../support/content-hub.ts';

const CHROMIUM = '/usr/bin/chromium';
const PICTURES = process.env['KW_PICTURES'];

let site: ContentHub;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kw-orders-'));
  browser = await launchChromium();
  site = await startContentHub();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The kiosk as it hangs on the wall: runner and browser, without a screen of its own. */
function startKiosk() {
  const config = runnerConfigSchema.parse({
    token: site.hub.issueKioskToken('ingang'),
    shell: 'chromium',
    port: 0,
    dataDir: folder,
    hubUrl: site.hub.httpUrl,
    commandPollS: 1,
  });
  return startRunner(config, {
    log: { info: () => undefined, warn: () => undefined },
    pageDir: join(import.meta.dirname, '../../kiosk/dist'),
    launch: chromiumLauncher({ executable: CHROMIUM, ozone: 'headless', noSandbox: process.getuid?.() === 0 }),
  });
}

describe.skipIf(!existsSync(CHROMIUM))('the visitors screens on the staff page (needs /usr/bin/chromium)', () => {
  it('show themselves, load anew and say what they cannot do', async () => {
    const runner = await startKiosk();
    const context = await browser.newContext({
      viewport: SCREENS.phone,
      locale: 'nl-NL',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await site.enter(page, 'Bo', 'coordinator');
    await page.goto(`${site.hub.httpUrl}/#/kiosks`);
    await page.getByRole('heading', { name: 'ingang' }).waitFor({ timeout: 40_000 });

    await page.getByRole('button', { name: 'Foto van het scherm' }).click();
    const picture = page.getByAltText('Zo ziet scherm ingang er nu uit');
    await picture.waitFor({ timeout: 30_000 });
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(300);
    expect(await axeViolations(page)).toEqual([]);
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'kiosks-phone.png'), fullPage: true });

    await page.getByRole('button', { name: 'Opnieuw laden' }).click();
    await page.getByText('Gedaan').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Scherm uit' }).click();
    await page.getByText('Dit scherm kan dat niet').waitFor({ timeout: 30_000 });
    // Before anybody has signed in the hub says 401; the browser writes that down.
    expect(errors.filter((error) => !error.includes('401'))).toEqual([]);
    await context.close();
    await runner.stop();
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { type ContentHub, phonePhotos, startContentHub } from '../support/content-hub.ts';
import { startKioskRunner } from '../support/kiosk-hub.ts';

const PICTURES = process.env['KW_PICTURES'];
const TITLE = 'Van oude stoel naar nieuwe stoel';
const STORY = 'Deze stoel was kapot. Wij maakten hem en verfden hem groen. Nu staat hij in een eetkamer.';

let site: ContentHub;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
  site = await startContentHub();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function openStaff(screen: keyof typeof SCREENS, theme: 'light' | 'dark' = 'light', language = 'nl'): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    reducedMotion: 'reduce',
    locale: 'nl-NL',
    serviceWorkers: 'block',
  });
  await context.addInitScript(
    ([mode, words]) => {
      localStorage.setItem('kw-theme', mode ?? '');
      localStorage.setItem('kw-language', words ?? '');
    },
    [theme, language],
  );
  return context;
}

/** What is wrong with the whole page: rules of access it breaks, and being wider than the screen. Leaves a picture when pictures are wanted. */
async function problemsOf(page: Page, name: string): Promise<readonly string[]> {
  const size = page.viewportSize() ?? SCREENS.desktop;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // The menu sticks to the screen and would hide what stands under it from the rules.
  await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `content-${name}.png`) });
  }
  // The kiosk's page has a test of its own; in the walk it is looked at once together with the page around it.
  if (name.startsWith('view')) await page.evaluate(() => document.querySelector('iframe')?.remove());
  const violations = await axeViolations(page);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await page.setViewportSize(size);
  return isTooWide ? [...violations, `${name} is wider than the screen`] : violations;
}

describe('a stranger in the editor', () => {
  it('adds a story with two photos, sees it as the kiosk shows it, and a coordinator puts it on the screen', async () => {
    const { runner, pageUrl } = await startKioskRunner(site.hub.httpUrl, {
      token: site.hub.issueKioskToken('ingang'),
      contentPollS: 1,
      showUnreviewed: false,
    });
    const glass = await browser.newContext({ viewport: { width: 1_080, height: 1_920 }, serviceWorkers: 'block' });
    const kiosk = await glass.newPage();
    await kiosk.goto(pageUrl);
    await kiosk.waitForSelector('[data-link="live"]');

    const writer = await openStaff('phone');
    const page = await writer.newPage();
    const errors = collectErrors(page);
    await site.enter(page, 'Anwar', 'staff');
    await page.getByRole('link', { name: 'Scherm' }).click();
    await page.getByRole('heading', { name: 'Bezoekersscherm' }).waitFor();
    expect(await problemsOf(page, '1-start-phone')).toEqual([]);
    await page.getByRole('link', { name: 'Nieuw verhaal' }).click();
    expect(await problemsOf(page, '2-new-phone')).toEqual([]);
    await page.getByLabel('Foto kiezen').setInputFiles([...(await phonePhotos())]);
    await page.getByAltText('Daarna').waitFor();
    await page.getByRole('button', { name: 'Nee' }).click();
    await page.getByRole('button', { name: 'Bekijk op het scherm' }).click();
    await page.getByText('Kies eerst wat voor spullen het zijn.').waitFor();
    await page.getByRole('button', { name: 'Meubels' }).click();
    await page.getByLabel('Titel').fill(TITLE);
    await page.getByLabel('Verhaal', { exact: true }).fill(STORY);
    await page.getByText(`nog ${160 - STORY.length} letters`).waitFor();
    expect(await problemsOf(page, '3-written-phone')).toEqual([]);
    await page.getByRole('button', { name: 'Bekijk op het scherm' }).click();
    const preview = page.frameLocator('iframe');
    await preview.getByText(STORY).waitFor();
    expect(await preview.locator('.photos img').count()).toBe(2);
    expect(await problemsOf(page, '4-look-phone')).toEqual([]);
    await page.getByRole('button', { name: 'Klaar, laat controleren' }).click();
    await page.getByText('Een coördinator kijkt ernaar').waitFor();
    // Asking who is there before anybody signed in.
    expect(errors.filter((error) => !error.includes('401'))).toEqual([]);

    const desk = await openStaff('desktop');
    const boss = await desk.newPage();
    await site.enter(boss, 'Fatima', 'coordinator');
    await boss.getByRole('link', { name: 'Scherm' }).click();
    await boss.getByRole('link', { name: TITLE }).waitFor();
    expect(await problemsOf(boss, '5-start-desktop')).toEqual([]);
    await boss.getByRole('link', { name: TITLE }).click();
    await boss.frameLocator('iframe').getByText(STORY).waitFor();
    expect(await problemsOf(boss, '6-check-desktop')).toEqual([]);
    await boss.getByRole('button', { name: 'Goed, zet op het scherm' }).click();

    await boss.getByText('Scherm ingang laat het nieuwste zien').waitFor({ timeout: 60_000 });
    expect(await problemsOf(boss, '7-on-screen-desktop')).toEqual([]);
    await kiosk.waitForSelector('[data-link="live"]');
    await kiosk.getByRole('button', { name: 'Ontdek' }).click();
    await kiosk.getByRole('button', { name: 'Meubels' }).click();
    await kiosk.getByText(STORY).waitFor();
    const sizes = await kiosk
      .locator('.photos img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(sizes).toEqual([1_600, 1_600]);
    if (PICTURES !== undefined) await kiosk.screenshot({ path: join(PICTURES, 'content-8-kiosk.png') });
    await Promise.all([glass.close(), writer.close(), desk.close()]);
    await runner.stop();
  });
});

const FORMS = ['', '/new', '/part/hours', '/part/shop'];
const OTHERS = ['/part/phases', '/part/places', '/part/saidDone'];

describe('every view of the editor', () => {
  it.each([
    ['phone', 'light', 'nl'],
    ['desktop', 'dark', 'en'],
  ] as const)('breaks no rule of access on a %s, %s, in %s', async (screen, theme, language) => {
    const context = await openStaff(screen, theme);
    const page = await context.newPage();
    await site.enter(page, `Jan ${screen}`, 'admin');
    if (language === 'en') {
      await page.goto(`${site.hub.httpUrl}/#/settings`);
      await page.getByRole('button', { name: 'English' }).click();
    }
    // The other texts are made of the same fields: once is enough.
    for (const view of screen === 'phone' ? [...FORMS, ...OTHERS] : FORMS) {
      await page.goto(`${site.hub.httpUrl}/#/content${view}`);
      await page.locator('.content-editor h1').waitFor();
      await page.locator('.ghost').waitFor({ state: 'detached' });
      if (view.startsWith('/part')) await page.frameLocator('iframe').locator('.kiosk').waitFor();
      await page.evaluate(() => {
        for (const closed of document.querySelectorAll('details')) closed.open = true;
      });
      expect(await problemsOf(page, `view${view.replaceAll('/', '-')}-${screen}-${language}-${theme}`)).toEqual([]);
    }
    await context.close();
  });

  it('says so when this person may not come here', async () => {
    const context = await openStaff('phone');
    const page = await context.newPage();
    await site.enter(page, 'Kees', 'viewer');
    await page.goto(`${site.hub.httpUrl}/#/content`);
    await page.getByRole('alert').waitFor();
    expect(await problemsOf(page, 'no-permission-phone')).toEqual([]);
    await context.close();
  });
});

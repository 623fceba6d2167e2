import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectErrors, launchChromium } from '../support/browser.ts';
import { type KioskHub, startKioskHub, startKioskRunner, summaryOf } from '../support/kiosk-hub.ts';
import { inspectLooks, PANELS } from '../support/kiosk-looks.ts';

interface Stand {
  readonly hub: KioskHub;
  readonly pageUrl: string;
  readonly stop: () => Promise<void>;
}

async function stand(options: Parameters<typeof startKioskHub>[0]): Promise<Stand> {
  const hub = await startKioskHub(options);
  const { runner, pageUrl } = await startKioskRunner(hub.url());
  return { hub, pageUrl, stop: () => runner.stop().then(hub.kill) };
}

describe('the looks of the kiosk', () => {
  let browser: Browser;
  let open: Stand;
  let closed: Stand;
  let silent: Stand;

  beforeAll(async () => {
    browser = await launchChromium();
    open = await stand({});
    closed = await stand({ open: false });
    silent = await stand({ silent: true });
  });
  afterAll(async () => {
    await browser.close();
    for (const one of [open, closed, silent]) await one.stop();
  });

  const combinations = Object.entries(PANELS).flatMap(([name, panel]) =>
    (['nl', 'en', 'ar'] as const).map((language) => ({ name, panel, language })),
  );

  it.each(combinations)(
    '$name in $language: nothing cut, too small, out of reach or inaccessible in any state',
    async ({ name, panel, language }) => {
      const context = await browser.newContext({ viewport: { width: panel.width, height: panel.height }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      const away: string[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).hostname !== '127.0.0.1') away.push(request.url());
      });
      const problems: string[] = [];
      const look = async (state: string): Promise<void> => {
        problems.push(...(await inspectLooks(page, `${name}-${language}-${state}`)));
      };
      const visit = async ({ pageUrl }: Stand, ready: string): Promise<void> => {
        await page.goto(`${pageUrl}?panel=${panel.panel}`);
        await page.waitForSelector('.settings');
        if (language !== 'nl') await speak(page, language);
        await page.waitForSelector(ready);
      };

      await visit(silent, '[data-state="starting"]');
      await look('starting');
      await visit(closed, '[data-state="closed"] .today-figure');
      await look('closed');
      open.hub.say(summaryOf());
      await visit(open, '[data-state="live"] .today-figure');
      await look('live');
      await lookAtViews(page, look);
      await lookAtGift(page, open.hub, look);
      await lookAtWishes(page, look);
      open.hub.say(summaryOf({ sensorFault: true, room: [{ name: 'Container', band: 'full' }], working: 0 }));
      await page.waitForFunction(() => document.querySelector('.facts')?.children.length === 3);
      await look('fault');
      open.hub.say(summaryOf({ totals: { ...summaryOf().totals, todayG: 0, todayDeposits: 0 } }));
      await page.waitForSelector('.today:not(:has(.today-figure))');
      await look('first-of-day');
      open.hub.say(summaryOf());
      await page.waitForSelector('.today-figure');
      const faultless = errors.length;
      await open.hub.kill();
      await page.waitForSelector('[data-link="offline"]');
      await look('offline');
      await open.hub.start();
      await page.waitForSelector('[data-link="live"]');

      await context.close();
      expect(problems).toEqual([]);
      expect(errors.slice(0, faultless)).toEqual([]);
      expect(away).toEqual([]);
    },
  );

  it('tells stale figures with their time when the stream is open but silent for two minutes', async () => {
    const context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(open.pageUrl);
    await page.waitForSelector('[data-state="live"]');
    open.hub.silence(true);
    await page.clock.fastForward(125_000);
    await page.waitForSelector('[data-state="stale"]');
    expect(await page.textContent('.head-fresh')).toMatch(/^Stand van \d\d:\d\d$/u);
    expect(await inspectLooks(page, 'portrait-nl-stale')).toEqual([]);
    open.hub.deposit({ id: 'n/b/9', at: Date.now(), shownG: 4_000 });
    await page.waitForSelector('[data-state="live"]');
    open.hub.silence(false);
    await context.close();
  });

  it('asks whether somebody is still there, with one big answer', async () => {
    const context = await browser.newContext({ viewport: { width: 720, height: 1_280 } });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${open.pageUrl}?panel=${PANELS.small.panel}`);
    await page.locator('.tiles button').nth(1).click();
    await page.clock.runFor(46_000);
    await page.waitForSelector('[role="alertdialog"]');
    expect(await inspectLooks(page, 'small-nl-still-there')).toEqual([]);
    await page.getByRole('button', { name: 'Ja, ik ben er nog' }).click();
    expect(await page.locator('[role="alertdialog"]').count()).toBe(0);
    expect(await page.getAttribute('.kiosk', 'data-view')).toBe('where');
    await page.clock.runFor(61_000);
    await page.waitForSelector('[data-view="attract"]');
    await context.close();
  });
});

async function speak(page: Page, language: string): Promise<void> {
  await page.locator('.settings button').first().click();
  await page.locator(`.languages button[lang="${language}"]`).click();
  await page.waitForSelector(`html[lang="${language}"] .settings`);
}

async function lookAtViews(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  for (const [i, view] of ['explore', 'where', 'opinion', 'co2'].entries()) {
    await page.locator('.tiles button').nth(i).click();
    await page.waitForSelector(`[data-view="${view}"]`);
    await look(view);
    if (view === 'opinion') {
      await page.locator('.faces button').first().click();
      await page.waitForSelector('[data-view="opinion_done"]');
      await look('opinion-done');
      await page.waitForSelector('[data-view="attract"]');
    } else await page.locator('.back-row button').first().click();
  }
  await page.locator('.settings button').first().click();
  await page.waitForSelector('.languages');
  await look('languages');
  await page.locator('.back-row button').first().click();
}

async function lookAtGift(page: Page, hub: KioskHub, look: (state: string) => Promise<void>): Promise<void> {
  hub.deposit({ id: `n/b/${Math.random()}`, at: Date.now(), shownG: 4_000 });
  await page.waitForSelector('.gift');
  await look('gift');
  await page.locator('.pictures button').nth(3).click();
  await page.waitForSelector('.became');
  await look('became');
  await page.locator('.pair button').last().click();
}

async function lookAtWishes(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  for (const i of [1, 2]) await page.locator('.settings button').nth(i).click();
  await look('large-contrast');
  await page.locator('.tiles button').first().click();
  await look('large-contrast-explore');
  await page.locator('.back-row button').first().click();
  for (const i of [1, 2]) await page.locator('.settings button').nth(i).click();
}

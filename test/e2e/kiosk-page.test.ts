import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectErrors, launchChromium } from '../support/browser.ts';
import { type KioskHub, startKioskHub, startKioskRunner, summaryOf } from '../support/kiosk-hub.ts';

describe('the kiosk page in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let hub: KioskHub;
  let kiosk: Awaited<ReturnType<typeof startKioskRunner>>;
  const give = (id: string, shownG: number, agoMs = 0): void => hub.deposit({ id, at: Date.now() - agoMs, shownG });

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    hub = await startKioskHub();
    kiosk = await startKioskRunner(hub.url());
    context = await browser.newContext({ viewport: { width: 1_080, height: 1_920 } });
    page = await context.newPage();
    await page.goto(kiosk.pageUrl);
    await page.waitForSelector('[data-state="live"]');
  });
  afterEach(async () => {
    await context.close();
    await kiosk.runner.stop();
    await hub.kill();
  });

  it('thanks for a gift within a second, adds the next one, asks once and files the answer', async () => {
    const startedMs = performance.now();
    give('b/1', 4_000);
    await page.waitForSelector('.gift');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    const words = page.locator('.gift [role="status"]');
    expect(await words.textContent()).toMatch(/^U gaf net ongeveer 4\skg\. Dank u wel!$/u);
    give('b/2', 2_500);
    await vi.waitFor(async () => expect(await words.textContent()).toMatch(/^U gaf net samen ongeveer 6,5\skg\. Dank u wel!$/u));
    await page.getByRole('button', { name: 'Fietsen' }).click();
    await page.waitForSelector('.became');
    expect(await page.textContent('.became')).toContain(
      'Landelijk cijfer, alle spullen samen. Bron: Branchevereniging Kringloop Nederland',
    );
    await vi.waitFor(() =>
      expect(hub.posts.find(({ path }) => path === '/api/v1/kiosk/stream')?.body).toEqual({ deposits: ['b/1', 'b/2'], stream: 'bicycles' }),
    );
  });

  it('tells the figures of the centre itself once there are enough', async () => {
    const now = Date.now();
    hub.say(summaryOf({ outcomes: { from: now - 1, to: now, year: 2026, reused: 0.7, recycled: 0.2, residual: 0.1 } }));
    give('b/1', 4_000);
    await page.getByRole('button', { name: 'Fietsen' }).click();
    await page.getByText('Cijfer van dit centrum, 2026.').waitFor();
    expect(await page.locator('.outcome b').allTextContents()).toEqual(['7', '2', '1']);
  });

  it('says nothing of old gifts, and nothing twice', async () => {
    // Far beyond the limit of 30 s: the page goes by the clock of the hub's last message, which is a moment old itself.
    give('b/1', 4_000, 60_000);
    give('b/2', 3_000);
    await page.waitForSelector('.gift');
    expect(await page.textContent('.gift [role="status"]')).toContain('ongeveer 3');
    give('b/2', 3_000);
    await page.waitForSelector('.gift', { state: 'detached', timeout: 40_000 });
    expect(await page.locator('.gift').count()).toBe(0);
  });

  it('shows the last figures with their time within two seconds of losing the hub, and is back within three', async () => {
    const lostMs = performance.now();
    await hub.kill();
    await page.waitForSelector('[data-link="offline"]');
    expect(performance.now() - lostMs).toBeLessThan(2_000);
    expect(await page.textContent('.head-fresh')).toMatch(/^Stand van \d\d:\d\d$/u);
    expect(await page.textContent('.today-figure')).toContain('1284');
    await hub.start();
    const backMs = performance.now();
    await page.waitForSelector('[data-link="live"]');
    expect(performance.now() - backMs).toBeLessThan(3_000);
  });

  it('starts whole without a hub, with the last figures this kiosk saw', async () => {
    await vi.waitFor(async () =>
      expect((await (await fetch(`${kiosk.pageUrl}last-summary.json`)).json()) as object).toMatchObject({ site: 'kringloop' }),
    );
    await hub.kill();
    const fresh = await browser.newContext();
    const other = await fresh.newPage();
    await other.goto(kiosk.pageUrl);
    await other.waitForSelector('[data-link="offline"] .today-figure');
    expect(await other.textContent('.today-figure')).toContain('1284');
    await other.getByRole('button', { name: 'Ontdek' }).click();
    expect(await other.locator('.pictures img').count()).toBe(6);
    await fresh.close();
  });

  it('works from its own cache when even the server of the page is gone', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await kiosk.runner.stop();
    await page.reload();
    await page.waitForSelector('.today-figure');
    expect(await page.textContent('.today-figure')).toContain('1284');
    await page.getByRole('button', { name: 'Waar moet ik zijn?' }).click();
    expect(await page.locator('.place').count()).toBe(9);
    await page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth > 0));
  });

  it('beats with the frames the browser drew', async () => {
    await vi.waitFor(() => expect(kiosk.health.length).toBeGreaterThan(1), { timeout: 10_000 });
    expect(kiosk.health.at(-1)).toMatchObject({ state: 'live', shell: 'none', version: '0.1.0' });
    expect(kiosk.health.at(-1)?.fps).toBeGreaterThan(10);
  });

  it('counts one opinion however often somebody taps', async () => {
    for (let n = 0; n < 3; n += 1) {
      await page.getByRole('button', { name: 'Uw mening' }).click();
      await page.getByRole('button', { name: 'Heel goed' }).click();
      await page.waitForSelector('[data-view="opinion_done"]');
      await page.locator('.back-row button').click();
    }
    const opinions = hub.posts.filter(({ path }) => path === '/api/v1/kiosk/opinion').map(({ body }) => body);
    expect(opinions).toEqual([{ face: 'very_happy', suspect: false }]);
  });

  it('speaks Arabic from right to left and keeps nothing of a visitor', async () => {
    const errors = collectErrors(page);
    await page.locator('.settings button').first().click();
    await page.getByRole('button', { name: 'العربية' }).click();
    await page.waitForSelector('html[lang="ar"][dir="rtl"] .today-figure');
    const kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
    expect(kept).toEqual([['kw-summary'], [], '']);
    expect(errors).toEqual([]);
  });

  it('reads a view aloud where there is a sound, and stays with who listens', async () => {
    const other = await browser.newContext({ serviceWorkers: 'block' });
    const listener = await other.newPage();
    await listener.route('**/content/sounds.json', (route) => route.fulfill({ json: { nl: { ask: 'audio/nl/ask.wav' } } }));
    await listener.route('**/content/audio/**', (route) => route.fulfill({ contentType: 'audio/wav', body: silentWav(3) }));
    await listener.goto(kiosk.pageUrl);
    await listener.getByRole('button', { name: 'Ontdek' }).click();
    await listener.getByRole('button', { name: 'Lees voor' }).click();
    await listener.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await listener.getByRole('button', { name: 'Lees voor' }).waitFor({ timeout: 10_000 });
    await listener.getByRole('button', { name: 'Terug' }).click();
    await listener.getByRole('button', { name: 'Waar moet ik zijn?' }).click();
    expect(await listener.getByRole('button', { name: 'Lees voor' }).count()).toBe(0);
    await other.close();
  });

  it('lets no touch open a menu, select text or drag a picture away', async () => {
    const prevented = await page.evaluate(() =>
      ['contextmenu', 'dragstart', 'selectstart'].map(
        (type) => !document.body.dispatchEvent(new Event(type, { bubbles: true, cancelable: true })),
      ),
    );
    expect(prevented).toEqual([true, true, true]);
  });
});

/** A WAV file of `seconds` without a sound: 8 kHz, 8 bit, one channel. */
function silentWav(seconds: number): Buffer {
  const rate = 8_000;
  const head = Buffer.alloc(44);
  const size = rate * seconds;
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + size, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(size, 40);
  return Buffer.concat([head, Buffer.alloc(size, 128)]);
}

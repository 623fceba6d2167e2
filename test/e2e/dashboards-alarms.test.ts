import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveSnapshot, NodeMeta, ScaleState } from '@kringwijzer/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { simulatedClock } from '../../cli/src/simulation/simulated-clock.ts';
import { type AlarmHub, FULL_G, startAlarmHub, startYard } from '../support/alarm-yard.ts';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { startScriptedNode } from '../support/scripted-node.ts';

/** Tuesday 2 June 2026, 10:00 in Amsterdam: open. */
const TUESDAY = Date.UTC(2026, 5, 2, 8);
/** Minutes of waiting in seconds; the hub and the node live in the same fast time. */
const SPEED = 40;
/** The hub looks this often, in real time. */
const LOOK_MS = 2_000;
const SOON = { timeout: 60_000, interval: 200 };
const PICTURES = process.env['KW_PICTURES'];

let browser: Browser;
const cleanups: (() => Promise<unknown> | void)[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function pageFor(alarms: AlarmHub, screen: keyof typeof SCREENS, login: BrowserContext | undefined): Promise<Page> {
  const storageState = login === undefined ? {} : { storageState: await login.storageState() };
  const context = await browser.newContext({ viewport: SCREENS[screen], locale: 'nl-NL', reducedMotion: 'reduce', ...storageState });
  cleanups.push(() => context.close());
  const page = await context.newPage();
  if (login === undefined) {
    await page.goto(`${alarms.hub.httpUrl}${alarms.hub.adminInvite?.path ?? ''}`);
    await page.getByLabel('Naam').fill('Ans');
    await page.getByLabel('Wachtwoord', { exact: true }).fill('drie losse woorden');
    await page.getByRole('button', { name: 'Account maken' }).click();
    await page.getByText('Live').waitFor();
  }
  return page;
}

/** Asks for mail at any hour, as a person does, and sees the test arrive. */
async function chooseMail(page: Page, alarms: AlarmHub): Promise<void> {
  await page.goto(`${alarms.hub.httpUrl}/#/alarm-settings`);
  await page.getByLabel('E-mail', { exact: true }).check();
  await page.getByLabel('E-mailadres').fill('ans@kringloop.example');
  await page.getByRole('button', { name: 'Nooit rust' }).click();
  await page.getByRole('button', { name: 'Bewaren' }).first().click();
  await page.getByText('Bewaard.').waitFor();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('Verstuurd. Kijk of hij aankomt.').waitFor();
}

/** Fill of the container as the hub tells it. */
async function fillOf(alarms: AlarmHub, page: Page): Promise<number> {
  const answer = await page.context().request.get(`${alarms.hub.httpUrl}/api/v1/live`);
  const { devices } = (await answer.json()) as LiveSnapshot;
  return devices[0]?.fill?.ratio ?? 0;
}

async function look(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? SCREENS.phone;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(height, size.height) });
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.setViewportSize(size);
}

/** What the service worker shows of a push message; the push service between hub and browser cannot be reached from a test. */
async function pushed(page: Page, message: object): Promise<unknown> {
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['notifications'], { origin });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data: JSON.stringify(message) });
  const shown = (): Promise<unknown[]> =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  await vi.waitFor(async () => expect(await shown()).toHaveLength(1), SOON);
  return shown();
}

describe('alarms from the load cell to the mailbox', () => {
  it('tell once that a container is nearly full, whatever wind and people do, and that it was emptied', async () => {
    const clock = simulatedClock(TUESDAY, SPEED);
    const alarms = await startAlarmHub(clock);
    cleanups.push(() => alarms.stop());
    const phone = await pageFor(alarms, 'phone', undefined);
    const errors = collectErrors(phone);
    await chooseMail(phone, alarms);
    await vi.waitFor(() => expect(alarms.smtp.mails.map(({ subject }) => subject)).toEqual(['Proefmelding']), SOON);

    const yard = await startYard(alarms, clock, 720_000);
    cleanups.push(() => yard.node.stop());
    await phone.goto(`${alarms.hub.httpUrl}/#/alarms`);
    const desk = await pageFor(alarms, 'desktop', phone.context());
    await desk.goto(`${alarms.hub.httpUrl}/#/alarms`);
    await desk.getByText('Er zijn geen meldingen').waitFor();

    const nearly = 'Textiel is bijna vol';
    const mailsOf = (subject: string): number => alarms.smtp.mails.filter((mail) => mail.subject === subject).length;
    yard.change(90_000);
    for (const page of [phone, desk]) await page.getByRole('heading', { name: nearly }).waitFor(SOON);
    await vi.waitFor(() => expect(mailsOf(nearly)).toBe(1), SOON);
    expect(alarms.smtp.mails.at(-1)?.text).toContain('Plan een leging.');
    expect(alarms.smtp.mails.at(-1)?.text).toContain(`${alarms.hub.httpUrl}/#/alarms`);

    // Below the threshold and above it again: within the hysteresis nothing changes.
    for (const massG of [-80_000, 90_000]) {
      const aim = yard.goodsG() + massG;
      yard.change(massG);
      await vi.waitFor(async () => expect(await fillOf(alarms, phone)).toBeCloseTo(aim / FULL_G, 2), SOON);
      const seenMs = alarms.nowMs();
      await vi.waitFor(() => expect(alarms.nowMs()).toBeGreaterThan(seenMs + LOOK_MS * SPEED), SOON);
    }
    await phone.getByRole('button', { name: 'Gezien' }).click();
    await desk.getByText(/Gezien door Ans/u).waitFor(SOON);
    await desk.getByRole('button', { name: 'Stil houden' }).click();
    await desk.getByRole('button', { name: 'Stil houden' }).click();
    await desk.getByText('Schrijf waarom.').waitFor();
    await desk.getByLabel('Waarom?').fill('De wagen komt om drie uur');
    await look(desk, 'alarm-snooze-desktop');
    await desk.getByRole('button', { name: 'Stil houden' }).click();
    await phone.getByText(/Stil tot .*, door Ans: De wagen komt om drie uur/u).waitFor(SOON);
    await look(phone, 'alarm-quiet-phone');
    expect(mailsOf(nearly)).toBe(1);

    yard.empty();
    for (const page of [phone, desk]) await page.getByText('Er zijn geen meldingen').waitFor(SOON);
    await vi.waitFor(() => expect(mailsOf(`Voorbij: ${nearly}`)).toBe(1), SOON);
    await desk.locator('.rows').getByText(nearly).waitFor(SOON);
    expect(alarms.smtp.mails.map(({ subject }) => subject)).toEqual(['Proefmelding', nearly, `Voorbij: ${nearly}`]);
    expect(errors).toEqual([]);
  });

  it('put twenty alarms at once into one message', async () => {
    const clock = simulatedClock(TUESDAY, SPEED);
    const alarms = await startAlarmHub(clock);
    cleanups.push(() => alarms.stop());
    const phone = await pageFor(alarms, 'phone', undefined);
    await chooseMail(phone, alarms);
    const ids = Array.from({ length: 20 }, (_, index) => `bak-${index + 1}`);
    const scale = { kind: 'scale', role: 'container', capacityG: 5_000_000, divisionG: 1_000, cells: 4, fullG: FULL_G } as const;
    const meta: NodeMeta = {
      contract: 1,
      name: 'Meetkast',
      version: '0.1.0',
      simulated: true,
      devices: ids.map((id) => ({ ...scale, id, name: id.replace('bak-', 'Container ') })),
    };
    const node = await startScriptedNode({ mqttUrl: alarms.hub.mqttUrl, credential: await alarms.enrol('n1'), meta });
    cleanups.push(() => node.stop());
    const values = { grossG: 960_000, netG: 960_000, tareG: 0, stable: true, quality: 'good' } as const;
    let seq = 0;
    const say = async (): Promise<void> => {
      const state: ScaleState = { at: alarms.nowMs(), seq: seq++, ...values };
      await Promise.all(ids.map((id) => node.state(id, state)));
    };
    await say();
    const timer = setInterval(() => void say(), 2_000);
    cleanups.push(() => clearInterval(timer));
    await phone.goto(`${alarms.hub.httpUrl}/#/alarms`);
    await vi.waitFor(async () => expect(await phone.locator('.alarm').count()).toBe(20), SOON);
    await vi.waitFor(
      () => expect(alarms.smtp.mails.map(({ subject }) => subject)).toEqual(['Proefmelding', '20 meldingen: 20 nieuw']),
      SOON,
    );
    expect(alarms.smtp.mails[1]?.text.match(/• Container \d+ is vol/gu)).toHaveLength(20);
    await look(phone, 'alarm-storm-phone');
    expect(await pushed(phone, { title: '20 meldingen: 20 nieuw', body: 'Container 1 is vol', tag: 'n1' })).toEqual([
      { title: '20 meldingen: 20 nieuw', body: 'Container 1 is vol', tag: 'n1' },
    ]);
  });
});

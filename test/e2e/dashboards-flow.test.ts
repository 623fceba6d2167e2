import { DAY_MS, type Deposit, type DeviceLive, HOUR_MS, type LiveSnapshot, type NodeMeta } from '@kringwijzer/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { simulatedClock } from '../../cli/src/simulation/simulated-clock.ts';
import { type AlarmHub, FULL_G, startAlarmHub, startYard } from '../support/alarm-yard.ts';
import { launchChromium, SCREENS } from '../support/browser.ts';
import { startScriptedNode } from '../support/scripted-node.ts';

/** Tuesday 2 June 2026, 10:00 in Amsterdam: open. */
const TUESDAY = Date.UTC(2026, 5, 2, 8);
/** Minutes of a truck in seconds; the hub and the node live in the same fast time. */
const SPEED = 40;
const SOON = { timeout: 60_000, interval: 200 };
const PASSWORD = 'drie losse woorden';
const BOX = 'container-1';

let browser: Browser;
let alarms: AlarmHub;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => alarms?.stop());

async function pageFor(screen: keyof typeof SCREENS, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: SCREENS[screen], locale: 'nl-NL', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${alarms.hub.httpUrl}/#/invite/${alarms.hub.issueInvite('staff')}`);
  await page.getByLabel('Naam').fill(name);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Account maken' }).click();
  await page.getByText('Live').waitFor();
  return page;
}

const weighing = (at: number, massG: number): Omit<Deposit, 'kind' | 'stream'> => ({
  device: BOX,
  at,
  massG,
  uncertaintyG: 500,
  confidence: 0.9,
  fromAt: at - 60_000,
  beforeG: 0,
  afterG: massG,
});

/** Five weeks in which people brought some 15 kg an opening hour: what a forecast learns from. */
async function tellPast(): Promise<void> {
  const meta: NodeMeta = {
    contract: 1,
    name: 'Meetkast erf',
    version: '1',
    simulated: true,
    devices: [
      { id: BOX, name: 'Textiel', kind: 'scale', role: 'container', capacityG: 10_000_000, divisionG: 1_000, cells: 4, fullG: FULL_G },
    ],
  };
  const node = await startScriptedNode({ mqttUrl: alarms.hub.mqttUrl, credential: await alarms.enrol('erf'), meta });
  const records: Deposit[] = [];
  for (let at = TUESDAY - 35 * DAY_MS; at < TUESDAY - HOUR_MS; at += HOUR_MS) {
    const hour = new Date(at).getUTCHours();
    if (hour < 7 || hour > 14 || new Date(at).getUTCDay() === 0) continue;
    const massG = 9_000 + ((at / HOUR_MS) % 7) * 2_000;
    records.push({ ...weighing(at + 60_000, massG), kind: 'deposit' });
  }
  for (let i = 0; i < records.length; i += 60) await node.record(...records.slice(i, i + 60));
  // Told last: it makes the hub read the whole past, and it is too long ago to be asked about.
  const at = TUESDAY - 4 * DAY_MS;
  await node.record({ ...weighing(at, 900_000), kind: 'emptying', swapped: false });
  await node.stop();
}

const boxOf = async (page: Page): Promise<DeviceLive | undefined> => {
  const answer = await page.context().request.get(`${alarms.hub.httpUrl}/api/v1/live`);
  return ((await answer.json()) as LiveSnapshot).devices.find(({ meta }) => meta.id === BOX);
};

it('a container fills, is shown nearly full, is emptied by a truck, confirmed, and its forecast starts anew', async () => {
  const clock = simulatedClock(TUESDAY, SPEED);
  alarms = await startAlarmHub(clock);
  await tellPast();
  const [phone, desk] = [await pageFor('phone', 'Ans'), await pageFor('desktop', 'Kees')];
  const yard = await startYard(alarms, clock, 0.6 * FULL_G);
  try {
    await phone.getByRole('img', { name: 'Textiel: half' }).waitFor(SOON);
    yard.change(0.22 * FULL_G);
    for (const page of [phone, desk]) await page.getByRole('img', { name: 'Textiel: bijna vol' }).waitFor(SOON);
    for (const page of [phone, desk]) await page.getByText(/Vol (om|op) .* \(tussen/u).waitFor(SOON);
    const before = (await boxOf(phone))?.forecast;

    yard.empty();
    for (const page of [phone, desk]) await page.getByText('Textiel is geleegd').waitFor(SOON);
    await phone.getByRole('img', { name: 'Textiel: leeg' }).waitFor(SOON);
    await phone.getByRole('button', { name: 'Klopt', exact: true }).click();
    for (const page of [phone, desk]) await page.getByText(/Geleegd .*bevestigd door Ans/u).waitFor(SOON);
    expect(await desk.getByText('Textiel is geleegd').count()).toBe(0);

    await vi.waitFor(async () => {
      const after = (await boxOf(phone))?.forecast;
      expect(after?.estimated_full_time?.likely).toBeGreaterThan((before?.estimated_full_time?.likely ?? Infinity) + DAY_MS);
    }, SOON);
    await phone.getByText(/Vol op .* \(tussen/u).waitFor(SOON);
  } finally {
    await yard.node.stop();
  }
}, 120_000);

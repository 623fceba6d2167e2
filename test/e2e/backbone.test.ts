import type { Deposit, LiveSnapshot, StoredRecord } from '@kringwijzer/contract';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../support/browser.ts';
import { type DonationStack, startDonationStack } from '../support/donation-stack.ts';

const PATIENCE = { timeout: 40_000, interval: 100 };

let stack: DonationStack;
let browser: Browser;
let kiosk: Page;
let staff: Page;

beforeAll(async () => {
  stack = await startDonationStack();
  browser = await launchChromium();
  kiosk = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: 'nl-NL' });
  await kiosk.goto(stack.kioskUrl);
  staff = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'nl-NL' });
  await staff.goto(stack.staffUrl);
  await staff.getByLabel('Naam').fill(stack.person.name);
  await staff.getByLabel('Wachtwoord', { exact: true }).fill(stack.person.password);
  await staff.getByRole('button', { name: 'Inloggen' }).click();
  await staff.locator('.today-figure').waitFor();
  // The scale has seen itself empty and still: from here on a gift is a difference.
  await stack.untilStill();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const live = async (): Promise<LiveSnapshot> => (await stack.api('/api/v1/live')) as LiveSnapshot;
const totalG = async (): Promise<number> => (await live()).totals.todayG;

async function scaleState() {
  const state = (await live()).devices[0]?.state;
  return state?.kind === 'scale' ? state.value : undefined;
}

/** Somebody of 78 kg steps on with goods, puts them down and steps off. */
function give(massG: number): void {
  stack.site.inject({
    type: 'deposit',
    scale: 'intake-1',
    massG,
    personG: 78_000,
    atMs: Math.round(stack.site.config.startAt + stack.board.nowMs + 1_500),
  });
}

const inSqlite = (): Deposit[] => {
  const db = new Database(stack.storePath, { readonly: true });
  const rows = db.prepare<[], { record: string }>("SELECT record FROM event WHERE kind = 'deposit' ORDER BY at").all();
  db.close();
  return rows.map(({ record }) => JSON.parse(record) as Deposit);
};

/** Deposits that lie in the node's spool, committed and not acknowledged. */
const inSpool = (): number => {
  const db = new Database(stack.spoolPath, { readonly: true });
  const row = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM record WHERE json LIKE \'%"deposit"%\'').get();
  db.close();
  return row?.n ?? 0;
};

const staffTotal = async (): Promise<string> => (await staff.locator('.today-figure').innerText()).replaceAll(/\s+/gu, ' ').trim();

describe('one donation, from the load cell to the screens', () => {
  it('shows what was given on the kiosk, on the staff page, in the API and in SQLite alike', async () => {
    give(4_200);
    await kiosk
      .getByRole('status')
      .filter({ hasText: /ongeveer 4(?:,2)? kg/u })
      .waitFor({ state: 'attached', timeout: 40_000 });
    const shownAfterMs = await vi.waitFor(async () => {
      const [deposit] = inSqlite();
      expect(deposit).toBeDefined();
      return Date.now() - (deposit?.at ?? 0);
    }, PATIENCE);
    expect(shownAfterMs).toBeLessThan(10_000);

    const stored = inSqlite();
    expect(stored).toHaveLength(1);
    const massG = stored[0]?.massG ?? 0;
    expect(Math.abs(massG - 4_200)).toBeLessThanOrEqual(Math.max(stored[0]?.uncertaintyG ?? 0, 100));
    expect(await totalG()).toBe(massG);
    const records = (await stack.api('/api/v1/records?kinds=deposit')) as StoredRecord[];
    expect(records.map(({ record }) => record)).toEqual(stored);
    // Screens round: the total to whole kilograms, a single gift to the division of its scale.
    await vi.waitFor(async () => expect(await staffTotal()).toBe(`${Math.round(massG / 1_000)} kg`), PATIENCE);
    const kg = (Math.round(massG / 100) / 10).toFixed(1).replace('.', ',');
    expect(await staff.locator('.deposit-mass').first().innerText()).toContain(kg);
  });

  it('stops at the MQTT line when that is cut, and loses nothing', async () => {
    const before = await totalG();
    stack.line.cut();
    give(6_000);
    await vi.waitFor(() => expect(inSpool()).toBe(1), PATIENCE);
    expect(await totalG()).toBe(before);
    stack.line.mend();
    await vi.waitFor(async () => expect(await totalG()).toBeGreaterThan(before + 5_500), PATIENCE);
  });

  it('stops at the store when that refuses, is not acknowledged, and loses nothing', async () => {
    const before = await totalG();
    stack.store.cut = true;
    give(7_000);
    await vi.waitFor(() => expect(inSpool()).toBe(1), PATIENCE);
    expect(await totalG()).toBe(before);
    stack.store.cut = false;
    await vi.waitFor(async () => expect(await totalG()).toBeGreaterThan(before + 6_500), PATIENCE);
  });

  it('stops at the browser when the stream is cut, which then says so and catches up', async () => {
    const [before, shown] = [await totalG(), await staffTotal()];
    stack.web.cut();
    give(8_000);
    await vi.waitFor(async () => expect(await totalG()).toBeGreaterThan(before + 7_500), PATIENCE);
    expect(await staffTotal()).toBe(shown);
    await kiosk.locator('[data-link="offline"]').first().waitFor({ state: 'attached' });
    stack.web.mend();
    await vi.waitFor(async () => expect(await staffTotal()).not.toBe(shown), PATIENCE);
  });

  it('stops at the firmware when the board stands still', async () => {
    const before = await totalG();
    give(9_000);
    stack.board.stop();
    await vi.waitFor(async () => expect((await live()).nodes[0]?.faults.map(({ code }) => code)).toContain('KW_SERIAL_SILENT'), PATIENCE);
    expect(await totalG()).toBe(before);
    stack.board.start();
    await vi.waitFor(async () => expect(await totalG()).toBeGreaterThan(before + 8_500), PATIENCE);
  });

  it('stops at the serial line when the plug is out, and goes on when it is back', async () => {
    const before = await totalG();
    await stack.pty.pull();
    await vi.waitFor(async () => expect((await live()).nodes[0]?.faults.map(({ code }) => code)).toContain('KW_SERIAL_GONE'), PATIENCE);
    expect(await totalG()).toBe(before);
    await stack.pty.put();
    await vi.waitFor(async () => expect((await live()).nodes[0]?.faults).toEqual([]), PATIENCE);
    await vi.waitFor(async () => expect((await scaleState())?.stable).toBe(true), PATIENCE);
    give(5_000);
    await vi.waitFor(async () => expect(await totalG()).toBeGreaterThan(before + 4_500), PATIENCE);
  });
});

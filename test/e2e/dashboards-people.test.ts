import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import { PASSWORD, type StaffHub, startStaffHub } from '../support/staff-hub.ts';

const PIN = '2749';

let browser: Browser;
let site: StaffHub;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await startStaffHub(browser);
});
afterEach(() => site.stop());

const goMore = async (page: Page, link: string): Promise<void> => {
  await page.getByRole('link', { name: 'Meer' }).click();
  await page.getByRole('link', { name: link }).click();
};

async function typePin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Inloggen' }).click();
}

describe('people on the staff pages', () => {
  it('are invited by a code to scan, get another role, and are switched off', async () => {
    const admin = await site.newPage();
    await site.join(admin, `/#/invite/${site.hub.issueInvite('admin')}`, 'Ans');
    await goMore(admin, 'Mensen');
    await admin.getByRole('button', { name: 'Link maken' }).click();
    await admin.getByRole('img', { name: 'QR-code van de link' }).waitFor();
    const kees = await site.newPage('desktop');
    await site.join(kees, (await admin.locator('.code').textContent()) ?? '', 'Kees');
    await admin.reload();
    await admin.getByRole('button', { name: /^Kees/u }).click();
    await admin.getByText('Chrome, Linux').waitFor();
    // As tall as the page: the menu at the lower edge covers nothing then.
    await admin.setViewportSize({ width: 390, height: 2_600 });
    expect(await axeViolations(admin)).toEqual([]);
    const row = admin.locator('.person', { hasText: 'Kees' });
    await row.getByRole('button', { name: 'Kijker' }).click();
    await row.getByText('Nergens ingelogd').waitFor();
    await kees.reload();
    await kees.getByText('Voor medewerkers').waitFor();
    await row.getByRole('button', { name: 'Uitzetten' }).click();
    await row.getByText('Uitgezet').waitFor();
    await kees.getByLabel('Naam').fill('Kees');
    await kees.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
    await kees.getByRole('button', { name: 'Inloggen' }).click();
    await kees.getByText('De naam of het wachtwoord klopt niet').waitFor();
  });

  it('sign in on a shared tablet with a few taps, and a wrong PIN is told', async () => {
    const tablet = await site.newPage();
    await site.join(tablet, `/#/invite/${site.hub.issueInvite('admin')}`, 'Olena');
    await goMore(tablet, 'Mijn account');
    await tablet.getByLabel('Nieuwe pincode').fill('1234');
    await tablet.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
    await tablet.getByRole('button', { name: 'Pincode bewaren' }).click();
    await tablet.getByText('te makkelijk te raden').waitFor();
    await tablet.getByLabel('Nieuwe pincode').fill(PIN);
    await tablet.getByRole('button', { name: 'Pincode bewaren' }).click();
    await tablet.getByText('De pincode is bewaard').waitFor();
    await tablet.getByLabel('Naam van de tablet').fill('Sorteertafel');
    await tablet.getByRole('button', { name: 'Gedeelde tablet maken' }).click();
    await tablet.getByText('Dit is de gedeelde tablet Sorteertafel').waitFor();
    expect(await axeViolations(tablet)).toEqual([]);
    await tablet.getByRole('link', { name: 'Meer' }).click();
    await tablet.getByRole('button', { name: 'Uitloggen' }).click();
    await tablet.getByRole('button', { name: 'Olena' }).click();
    expect(await axeViolations(tablet)).toEqual([]);
    await typePin(tablet, '9992');
    await tablet.getByText('De naam of het wachtwoord klopt niet').waitFor();
    await typePin(tablet, PIN);
    await tablet.getByText('Live').waitFor();
    await tablet.getByRole('link', { name: 'Meer' }).click();
    await tablet.getByText('Ingelogd als Olena (Medewerker)').waitFor();
    expect(await tablet.getByRole('link', { name: 'Mensen' }).count()).toBe(0);
  });

  it('sign out everywhere from one device, and take their language along', async () => {
    const phone = await site.newPage();
    await site.join(phone, `/#/invite/${site.hub.issueInvite('staff')}`, 'Sam');
    await phone.getByRole('link', { name: 'Meer' }).click();
    const told = phone.waitForResponse((answer) => answer.url().endsWith('/me/language'));
    await phone.getByRole('button', { name: 'English' }).click();
    await told;
    const desk = await site.newPage('desktop');
    await desk.goto(site.hub.httpUrl);
    await desk.getByLabel('Naam').fill('Sam');
    await desk.getByLabel('Wachtwoord', { exact: true }).fill(PASSWORD);
    await desk.getByRole('button', { name: 'Inloggen' }).click();
    await desk.getByRole('link', { name: 'More' }).click();
    await phone.getByRole('link', { name: 'My account' }).click();
    await expect.poll(() => phone.locator('.rows .row').count(), { timeout: 20_000 }).toBe(2);
    await phone.getByRole('button', { name: 'Sign out everywhere' }).click();
    await phone.getByText('For staff of the craft centre').waitFor();
    await desk.reload();
    await desk.getByText('For staff of the craft centre').waitFor();
  });
});

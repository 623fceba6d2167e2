import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { type MonitoringHub, SITE, startMonitoringHub } from '../support/monitoring-hub.ts';
import { ingestRecords, writeSeries } from '../support/monitoring-ingest.ts';
import { makeSiteYear, NODE, SITE_META } from '../support/monitoring-site.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PICTURES = process.env['KW_PICTURES'];
const before = makeSiteYear(2024, 3);
const year = makeSiteYear(2025);
const startedAt = Date.now();
const nowMs = (): number => Date.parse('2026-01-10T00:00:00Z') + (Date.now() - startedAt) * 50;
const PERIOD = 'from=2025-01-01&until=2025-12-31';

let site: MonitoringHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: readonly string[];

beforeAll(async () => {
  browser = await launchChromium();
  site = await startMonitoringHub({
    nowMs,
    node: NODE,
    meta: SITE_META,
    load: async (store) => {
      await ingestRecords(store, SITE, { ...before, records: before.records.slice(0, -120) }, { late: false });
      await writeSeries(store, SITE, year);
      await ingestRecords(store, SITE, year, { late: false, boot: '99112233aabbccdd' });
      await store.admin.maintain();
    },
  });
  for (const body of year.entries.filter(({ kind }) => kind !== 'repair')) await site.add(body);
  context = await browser.newContext({
    viewport: SCREENS.desktop,
    reducedMotion: 'reduce',
    locale: 'nl-NL',
    serviceWorkers: 'block',
    acceptDownloads: true,
  });
  await context.addInitScript(() => {
    localStorage.setItem('kw-language', 'nl');
  });
  page = await context.newPage();
  errors = collectErrors(page);
  await page.goto(`${site.hub.httpUrl}/`);
  await page.getByLabel('Naam').fill(site.person.name);
  await page.getByLabel('Wachtwoord', { exact: true }).fill(site.person.password);
  await page.getByRole('button', { name: 'Inloggen' }).click();
  await page.getByRole('link', { name: 'Resultaten' }).waitFor();
});

afterAll(async () => {
  await browser.close();
  await site.stop();
});

async function open(tab: string, query = PERIOD): Promise<void> {
  await page.goto(`${site.hub.httpUrl}/#/results/${tab}?${query}`);
  await page.reload();
  await page.getByRole('heading', { name: 'Resultaten' }).waitFor();
}

describe('the results pages', () => {
  it('make a baseline of a year', async () => {
    await open('plans', 'from=2024-01-01&until=2024-12-31');
    const section = page.getByRole('region', { name: 'Nulmeting' });
    await section.getByLabel('Naam').fill('Nulmeting 2024');
    await section.getByLabel('Naam').blur();
    await section.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByText('Nu geldt: Nulmeting 2024').waitFor();
    const baseline = (await site.get('/monitoring/baseline')) as { values: Record<string, number> };
    expect(baseline.values['mass_in']).toBeGreaterThan(50_000);
  });

  it('take a baseline that was typed in, from before there were sensors', async () => {
    await open('plans', 'from=2023-01-01&until=2023-12-31');
    const section = page.getByRole('region', { name: 'Nulmeting' });
    await section.getByLabel('Naam').fill('Boekhouding 2023');
    await section.getByLabel('Naam').blur();
    await section.getByLabel('Hoe', { exact: true }).selectOption('typed');
    await section.getByLabel('Goederen binnen (kg)').fill('90000');
    await section.getByLabel('Goederen binnen (kg)').blur();
    await section.getByRole('button', { name: 'Bewaren' }).click();
    await page.getByText('Nu geldt: Boekhouding 2023').waitFor();
    expect(await site.get('/monitoring/baseline')).toMatchObject({ values: { mass_in: 90_000 } });
    const [line] = (await site.get('/monitoring/entries?kinds=baseline&to=1704000000000')) as { id: number }[];
    await site.post(`/monitoring/entries/${line?.id ?? 0}/correct`, { why: 'alleen voor deze test' });
  });

  it('set a target and see that it is on track', async () => {
    await open('plans');
    const section = page.getByRole('region', { name: 'Doelen' });
    await section.getByLabel('Waarde').fill('80.000,5');
    await section.getByLabel('Waarde').blur();
    expect(await section.getByRole('button', { name: 'Nieuw doel' }).isDisabled()).toBe(true);
    await section.getByLabel('Waarde').fill('80000,5');
    await section.getByLabel('Waarde').blur();
    await section.getByRole('button', { name: 'Nieuw doel' }).click();
    await section.getByText('Op koers').waitFor();
    expect(await section.getByRole('listitem').textContent()).toMatch(/minstens: 1\d\d\.\d{3} van 80\.001 kg/u);
  });

  it('add a campaign and show it on the chart, beside the year before', async () => {
    await open('plans');
    const section = page.getByRole('region', { name: 'Gebeurtenis op de grafiek' });
    await section.getByLabel('Wat').fill('Week van de Circulaire Economie');
    await section.getByLabel('Datum').fill('2025-03-10');
    await section.getByLabel('Datum').blur();
    await section.getByRole('button', { name: 'Bewaren' }).click();
    await section.getByText('Bewaard.').waitFor();
    await open('trends');
    await page.getByText('Week van de Circulaire Economie').waitFor();
    await page.getByLabel('Vergelijken met').selectOption('last_year');
    await page.getByRole('columnheader', { name: 'Vergelijking' }).waitFor();
    expect(page.url()).toContain('compare=last_year');
    const cells = await page
      .getByRole('region', { name: 'Tabel met de cijfers' })
      .getByRole('row')
      .nth(1)
      .getByRole('cell')
      .allTextContents();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Vergelijking' }).waitFor();
    expect(
      await page.getByRole('region', { name: 'Tabel met de cijfers' }).getByRole('row').nth(1).getByRole('cell').allTextContents(),
    ).toEqual(cells);
  });

  it('hold a container against another one, with its margin', async () => {
    await open('trends', `${PERIOD}&bucket=month`);
    await page.getByText('De streepjes op de grafiek zijn de marge').waitFor();
    await page.getByLabel('Vergelijken met').selectOption({ label: 'Apparaat Container' });
    await page.getByText('Streepjeslijn: Apparaat Container').waitFor();
    expect(new URL(page.url()).hash).toContain(`compare=device%3A${NODE}%2Fbak`);
  });

  it('schedule a report, and say that the hub cannot mail yet', async () => {
    await open('reports');
    const section = page.getByRole('region', { name: 'Rapporten per e-mail' });
    await section.getByText('De hub kan nog niet mailen').waitFor();
    await section.getByLabel('Hoe vaak').selectOption('Elk kwartaal');
    await section.getByLabel('E-mailadressen').fill('raad@gemeente.example, griffie@gemeente.example');
    await section.getByLabel('E-mailadressen').blur();
    await section.getByRole('button', { name: 'Inplannen' }).click();
    await section.getByText(/elk kwartaal, de volgende op \w+ 1 april 2026 08:00, aan raad@gemeente.example/u).waitFor();
    expect(await site.get('/monitoring/schedules')).toMatchObject({ hasMail: false, schedules: [{ body: { every: 'quarter', hour: 8 } }] });
    await section.getByRole('button', { name: 'Stoppen' }).click();
    await section.getByText('Er gaat nog geen rapport vanzelf weg.').waitFor();
  });

  it('make a token for a program, and take it back', async () => {
    await open('reports');
    const section = page.getByRole('region', { name: 'Leessleutels voor programma’s' });
    await section.getByLabel('Naam (kleine letters)').fill('website');
    await section.getByLabel('Naam (kleine letters)').blur();
    await section.getByRole('button', { name: 'Sleutel maken' }).click();
    const secret = await section.locator('.results-secret').textContent();
    const ask = (): Promise<Response> =>
      fetch(`${site.hub.httpUrl}/api/v1/monitoring/indicators?from=1735686000000&to=1735772400000`, {
        headers: { authorization: `Bearer ${secret ?? ''}` },
      });
    expect((await ask()).status).toBe(200);
    await section.getByRole('button', { name: 'Intrekken' }).click();
    await section.getByText('Er zijn geen leessleutels.').waitFor();
    expect((await ask()).status).toBe(401);
  });

  it('open a figure to the records it was made of', async () => {
    await open('figures', 'from=2025-07-07&until=2025-07-13');
    await page.getByRole('button', { name: 'Hoe gemaakt? Goederen binnen' }).click();
    const panel = page.getByRole('region', { name: 'Hoe is dit gemaakt? Goederen binnen' });
    await panel.getByText('poort/vloer').first().waitFor();
    expect(await panel.getByText('(deposit.mass_g + weighing_in.mass_g) / 1000').count()).toBe(1);
    expect(await panel.getByRole('row').count()).toBeGreaterThan(50);
  });

  it('save what a chart shows as a file that a Dutch Excel reads', async () => {
    await open('trends', `${PERIOD}&bucket=month`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV voor Excel' }).click()]);
    expect(download.suggestedFilename()).toBe('kring-mass-2025-01-01-2025-12-31.csv');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toMatch(/^\uFEFFBegin \(plaatselijk\);/u);
    expect(text.trim().split('\r\n')).toHaveLength(13);
  });

  it('take in a file only when every row is right, and undo it', async () => {
    await open('registers');
    const section = page.getByRole('region', { name: 'Bestand inlezen' });
    const file = (euros: string) => ({
      name: 'kassa.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Datum;Stuks;Euro's;Bron\r\n3-11-2025;12;${euros};kassa 2\r\n4-11-2025;3;7,50;kassa 2\r\n`),
    });
    await section.getByLabel('Bestand (CSV of Excel)').setInputFiles(file('veel'));
    await section.getByRole('button', { name: 'Controleren' }).click();
    await section.getByText('1 regel is goed, 1 fout').waitFor();
    expect(await section.getByText("Rij 2, Euro's: “veel” is geen getal").count()).toBe(1);
    expect(await section.getByRole('button', { name: 'Inlezen' }).isDisabled()).toBe(true);
    await section.getByLabel('Bestand (CSV of Excel)').setInputFiles(file('1.234,50'));
    await section.getByRole('button', { name: 'Controleren' }).click();
    await section.getByText('2 regels zijn goed, 0 fouten').waitFor();
    await section.getByRole('button', { name: 'Inlezen' }).click();
    await section.getByText('2 regels ingelezen').waitFor();
    const sales = async (): Promise<number> =>
      ((await site.get(`/monitoring/entries?kinds=sale&from=${Date.parse('2025-11-02')}&to=${Date.parse('2025-11-30')}`)) as unknown[])
        .length;
    expect(await sales()).toBe(2);
    await section.getByRole('button', { name: 'Ongedaan maken' }).click();
    await section.getByText('0 van 2 regels tellen mee').waitFor();
    expect(await sales()).toBe(0);
    // The same as a workbook: its heads are matched once the hub has read it.
    const rows = [
      ['Datum', 'Stuks', "Euro's", 'Bron'],
      ['5-11-2025', 12, 1_234.5, 'kassa 3'],
    ];
    const xlsx = { name: 'kassa.xlsx', mimeType: XLSX, buffer: await writeXlsxFile(rows).toBuffer() };
    await section.getByLabel('Bestand (CSV of Excel)').setInputFiles(xlsx);
    await section.getByRole('button', { name: 'Controleren' }).click();
    await section.getByText('Verkoop: 12 ×, € 1234,50').waitFor();
    await section.getByRole('button', { name: 'Inlezen' }).click();
    await section.getByText('1 regel ingelezen').waitFor();
    expect(await sales()).toBe(1);
  });

  it('write a line by hand and strike it out with a reason', async () => {
    await open('registers');
    await page.getByLabel('Stuks', { exact: true }).fill('5');
    await page.getByLabel('Euro’s').fill('12,50');
    await page.getByLabel('Bron', { exact: true }).fill('markt');
    await page.getByLabel('Bron', { exact: true }).blur();
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    const line = page.getByRole('listitem').filter({ hasText: 'markt' });
    await line.getByText('€ 12,50').waitFor();
    await line.getByRole('button', { name: 'Doorhalen' }).click();
    await line.getByLabel('Waarom?').fill('dubbel');
    await line.getByLabel('Waarom?').blur();
    await line.getByRole('button', { name: 'Doorhalen' }).last().click();
    await line.waitFor({ state: 'detached' });
    expect(
      ((await site.get('/monitoring/entries?kinds=sale')) as { body: { source: string } }[]).filter(({ body }) => body.source === 'markt'),
    ).toEqual([]);
  });

  it.each(['figures', 'trends', 'balance', 'plans', 'registers', 'reports'])(
    'break no rule of access on %s, on a phone and a desk',
    async (tab) => {
      for (const screen of ['phone', 'desktop'] as const) {
        await page.setViewportSize(SCREENS[screen]);
        await open(tab, `${PERIOD}&compare=last_year`);
        await page.waitForLoadState('networkidle');
        await page.locator('.ghost').waitFor({ state: 'detached' });
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: SCREENS[screen].width, height: Math.max(height, SCREENS[screen].height) });
        if (PICTURES !== undefined) {
          mkdirSync(PICTURES, { recursive: true });
          await page.screenshot({ path: join(PICTURES, `results-${tab}-${screen}.png`), fullPage: true });
        }
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      }
      expect(errors.filter((error) => !error.includes('Failed to load resource'))).toEqual([]);
    },
  );
});

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndicatorResult, JournalEntry } from '@kringwijzer/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, launchChromium } from '../support/browser.ts';
import { type MonitoringHub, SITE, startMonitoringHub } from '../support/monitoring-hub.ts';
import { ingestRecords, writeSeries } from '../support/monitoring-ingest.ts';
import { makeSiteYear, NODE, SITE_META } from '../support/monitoring-site.ts';

const PICTURES = process.env['KW_PICTURES'];
const before = makeSiteYear(2024, 3);
const year = makeSiteYear(2025);
const from = Date.parse('2025-01-01T00:00:00+01:00');
const to = Date.parse('2026-01-01T00:00:00+01:00');
const query = `from=${from}&to=${to}`;
const startedAt = Date.now();
const nowMs = (): number => Date.parse('2026-01-10T00:00:00Z') + (Date.now() - startedAt) * 50;
const folder = mkdtempSync(join(tmpdir(), 'kw-report-'));

let site: MonitoringHub;
let browser: Browser;

const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);
const plan = { method: 'administration', source: 'coördinator' } as const;

beforeAll(async () => {
  browser = await launchChromium();
  site = await startMonitoringHub({
    nowMs,
    node: NODE,
    meta: SITE_META,
    load: async (store) => {
      await ingestRecords(store, SITE, { ...before, records: before.records.slice(0, -120) }, { late: false });
      await store.admin.maintain();
      await writeSeries(store, SITE, year);
      // Another start of the node: its sequence begins anew.
      await ingestRecords(store, SITE, year, { late: false, boot: '99112233aabbccdd' });
      await store.admin.maintain();
    },
  });
  const entries = year.entries;
  for (const body of entries) await site.add(body);
  await site.add({ kind: 'baseline', name: 'Nulmeting 2024', from: Date.parse('2024-01-01T00:00:00+01:00'), to: from, ...plan });
  await site.add({ kind: 'target', indicator: 'mass_in', direction: 'at_least', value: 80_000, from, to, ...plan });
  await site.add({ kind: 'target', indicator: 'reuse_share', direction: 'at_least', value: 70, from, to, ...plan });
  await site.add({ kind: 'target', indicator: 'residual_mass', direction: 'at_most', value: 12_000, from, to, ...plan });
  await site.add({
    kind: 'marker',
    type: 'campaign',
    text: 'Week van de Circulaire Economie',
    from: day('2025-03-10'),
    to: day('2025-03-15'),
    ...plan,
  });
  await site.add({
    kind: 'marker',
    type: 'tariff',
    text: 'Tarief grofvuil omhoog',
    from: day('2025-09-01'),
    to: day('2025-09-01'),
    ...plan,
  });
  await site.add({
    kind: 'story',
    title: 'Een eikenhouten kast kreeg drie levens',
    text: 'De kast kwam binnen met een kapotte deur. In de werkplaats maakten twee leerlingen er een boekenkast van. Van het hout dat overbleef, maakten zij acht snijplanken voor de winkel.',
    from: day('2025-05-01'),
    to: day('2025-05-01'),
    ...plan,
  });
  await site.add({
    kind: 'evaluation',
    title: 'Jaargesprek',
    text: 'Textiel sorteren wij voortaan twee keer per week. De container bij de ingang wordt eerder geleegd, zodat niemand met spullen hoeft te wachten.',
    from,
    to: Date.parse('2025-12-20T12:00:00Z'),
    ...plan,
  });
});

afterAll(async () => {
  await browser.close();
  await site.stop();
});

const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8' });
const hasPoppler = existsSync('/usr/bin/pdfinfo') && existsSync('/usr/bin/pdftoppm');
const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path));

describe('the newsletter for the council', () => {
  it.skipIf(!hasPoppler)(
    `is a tagged PDF of at most two pages, the same each time${hasPoppler ? '' : ' (poppler-utils is not installed)'}`,
    async () => {
      const first = await site.raw(`/monitoring/reports/council.pdf?${query}`);
      expect(first.status).toBe(200);
      const file = join(folder, 'council.pdf');
      writeFileSync(file, first.bytes);
      const info = run('pdfinfo', file);
      expect(info).toMatch(/Tagged:\s+yes/u);
      expect(Number(/Pages:\s+(\d+)/u.exec(info)?.[1])).toBeLessThanOrEqual(2);
      expect(info).toMatch(/Page size:\s+59[45]\.\d* x 84[12]/u);
      expect(info).toMatch(/Title:\s+Nieuwsbrief voor de gemeenteraad, Ambachtscentrum De Kring/u);
      const structure = run('pdfinfo', '-struct-text', file);
      expect(structure).toMatch(/H1/u);
      expect(structure).toMatch(/Table/u);
      expect(structure).toMatch(/Figure/u);
      expect(run('pdftotext', file, '-')).toContain('Indicatieve weging, niet voor verrekening');
      if (PICTURES !== undefined) {
        mkdirSync(PICTURES, { recursive: true });
        run('pdftoppm', '-r', '80', '-png', file, join(PICTURES, 'council'));
      }
      const second = await site.raw(`/monitoring/reports/council.pdf?${query}`);
      expect(second.bytes.equals(first.bytes)).toBe(true);
    },
  );

  it('says no figure that is not the indicator of its period, and each of them opens to its records', async () => {
    const html = (await site.raw(`/monitoring/reports/council.html?${query}`)).bytes.toString();
    const results = new Map(
      ((await site.get(`/monitoring/indicators?${query}`)) as IndicatorResult[]).map((result) => [result.id, result]),
    );
    const figures = [...html.matchAll(/data-indicator="(\w+)" data-value="([-\d.e]+)"/gu)].map(([, id = '', value]) => ({
      id,
      value: Number(value),
    }));
    expect(figures.length).toBeGreaterThan(12);
    for (const { id, value } of figures) expect({ id, value }).toEqual({ id, value: results.get(id)?.value });
    for (const id of new Set(figures.map((figure) => figure.id))) {
      const origin = (await site.get(`/monitoring/indicators/${id}/origin?${query}`)) as {
        facts: { events: unknown[]; lines: unknown[]; doors: unknown[]; parts: unknown[] }[];
      };
      const records = origin.facts.reduce(
        (sum, { events, lines, doors, parts }) => sum + events.length + lines.length + doors.length + parts.length,
        0,
      );
      expect({ id, isTraced: records > 0 }).toEqual({ id, isTraced: true });
    }
  });

  it('breaks no rule of access as a page, runs no script and asks nothing from outside', async () => {
    const { bytes, headers } = await site.raw(`/monitoring/reports/council.html?${query}`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(bytes.toString());
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('svg[role=img][aria-label]').count()).toBe(2);
    expect(asked.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
    await context.close();
  });
});

/** A real WebP, drawn by the browser. */
async function drawnPhoto(): Promise<Buffer> {
  const page = await browser.newPage();
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 320 });
    const pen = canvas.getContext('2d');
    for (const [index, colour] of ['#0e3b33', '#ffc72c', '#14786a'].entries()) {
      if (pen === null) break;
      pen.fillStyle = colour;
      pen.fillRect(index * 160, 0, 160, 320);
    }
    return canvas.toDataURL('image/webp');
  });
  await page.close();
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

describe('a photo of the visitor screen', () => {
  it('stands in the newsletter, in the page itself, and leaves it at two pages', async () => {
    const folderOf = (...names: string[]): string => join(site.dataFolder, 'content', ...names);
    const version = '0123456789abcdef';
    const image = 'images/photo-00112233445566aa.webp';
    const story = { id: 'fiets', title: { nl: 'Een fiets voor een schoolkind' }, text: { nl: 'De ketting was kapot. Nu rijdt hij weer.' } };
    mkdirSync(folderOf('bundles', version, 'images'), { recursive: true });
    writeFileSync(folderOf('bundles', version, image), await drawnPhoto());
    const streams = [{ id: 'bicycles', stories: [{ ...story, images: [image], consent: true }] }];
    writeFileSync(folderOf('bundles', version, 'bundle.json'), JSON.stringify({ schemaVersion: 1, streams }));
    writeFileSync(folderOf('published.json'), JSON.stringify({ schemaVersion: 1, current: version, bundles: [] }));
    const html = (await site.raw(`/monitoring/reports/council.html?${query}`)).bytes.toString();
    expect(html).toContain('alt="Foto bij het verhaal: Een fiets voor een schoolkind"');
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(html);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.locator('img').evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await context.close();
    if (!hasPoppler) return;
    const file = join(folder, 'photo.pdf');
    writeFileSync(file, (await site.raw(`/monitoring/reports/council.pdf?${query}`)).bytes);
    expect(Number(/Pages:\s+(\d+)/u.exec(run('pdfinfo', file))?.[1])).toBeLessThanOrEqual(2);
    if (PICTURES !== undefined) run('pdftoppm', '-r', '80', '-png', file, join(PICTURES, 'photo'));
  });
});

describe('the annual report', () => {
  it('breaks no rule of access and holds every indicator', async () => {
    const html = (await site.raw(`/monitoring/reports/annual.html?${query}`)).bytes.toString();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(html);
    expect(await axeViolations(page)).toEqual([]);
    const known = ((await site.get(`/monitoring/indicators?${query}`)) as IndicatorResult[]).filter(({ value }) => value !== undefined);
    expect(known.filter(({ id }) => !html.includes(`data-indicator="${id}"`)).map(({ id }) => id)).toEqual([]);
    await context.close();
  });
});

describe('the sheets for others', () => {
  it.each([
    ['funder', 'Verantwoording voor subsidie en donaties', 'reuse_share', 3],
    ['school', 'Rekenen met spullen', 'mass_in', 2],
    ['national-monitor', 'Landelijke monitor', 'learn_work_places', 2],
  ])('%s breaks no rule of access and says how it was measured', async (name, title, _id, pages) => {
    const html = (await site.raw(`/monitoring/reports/${name}.html?${query}`)).bytes.toString();
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain('Indicatieve weging, niet voor verrekening');
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(html);
    expect(await axeViolations(page)).toEqual([]);
    await context.close();
    if (!hasPoppler) return;
    const file = join(folder, `${name}.pdf`);
    writeFileSync(file, (await site.raw(`/monitoring/reports/${name}.pdf?${query}`)).bytes);
    const info = run('pdfinfo', file);
    expect(info).toMatch(/Tagged:\s+yes/u);
    expect(Number(/Pages:\s+(\d+)/u.exec(info)?.[1])).toBeLessThanOrEqual(pages);
    if (PICTURES !== undefined) {
      mkdirSync(PICTURES, { recursive: true });
      run('pdftoppm', '-r', '80', '-png', file, join(PICTURES, name));
    }
  });

  it('leaves goals out that a funder did not ask about', async () => {
    const page = async (goals: string): Promise<string> =>
      (await site.raw(`/monitoring/reports/funder.html?${query}${goals}`)).bytes.toString();
    expect(await page('')).toContain('<h2>Geld</h2>');
    const social = await page('&goals=social,climate');
    expect(social).toContain('<h2>Mensen</h2>');
    expect(social).not.toContain('<h2>Geld</h2>');
    expect((await site.raw(`/monitoring/reports/funder.html?${query}&goals=gold`)).status).toBe(400);
  });

  it('asks sums whose answers follow from the figures on the sheet', async () => {
    const html = (await site.raw(`/monitoring/reports/school.html?${query}`)).bytes.toString();
    const number = (text = ''): number => Number(text.replaceAll('.', ''));
    const [, most, least, apart] = /<li>([\d.]+) − ([\d.]+) = ([\d.]+) kilo\.<\/li>/u.exec(html) ?? [];
    expect(number(most) - number(least)).toBe(number(apart));
    const [, mass, days, perDay] = /<li>([\d.]+) : ([\d.]+) = ongeveer ([\d.]+) kilo per dag\.<\/li>/u.exec(html) ?? [];
    expect(number(days)).toBe(365);
    expect(Math.round(number(mass) / 365)).toBe(number(perDay));
    expect(html).toContain(`In 365 dagen kwam ${mass ?? ''} kilo binnen.`);
  });
});

describe('a program with a mapping file', () => {
  it('is read and written by the same file', async () => {
    const mappings = join(site.dataFolder, 'mappings');
    mkdirSync(mappings);
    copyFileSync(new URL('../../docs/examples/kprs.yaml', import.meta.url), join(mappings, 'kprs.yaml'));
    expect(await site.get('/monitoring/definitions')).toMatchObject({ exchanges: [{ id: 'kprs', name: 'KPRS (voorbeeld)' }] });
    const text = 'Mutatie;Datum;Artikelgroep;Aantal;Gewicht (kg);Bedrag;Bonnen\r\nVerkoop;03-02-2026;Kleding;41;18,25;212,5;20\r\n';
    const asked = { file: 'uit-kassa.csv', kind: 'sale', text, format: 'exchange', exchange: 'kprs' };
    expect(await site.post('/monitoring/imports/preview', asked)).toMatchObject({ good: 1, errors: [] });
    await site.post('/monitoring/imports', asked);
    const period = `from=${Date.parse('2026-02-01T00:00:00+01:00')}&to=${Date.parse('2026-03-01T00:00:00+01:00')}`;
    expect((await site.raw(`/monitoring/exchange/kprs.csv?${period}`)).bytes.toString()).toBe(text);
    expect((await site.raw(`/monitoring/exchange/anders.csv?${period}`)).status).toBe(404);
  });
});

describe('the mass balance', () => {
  it('holds each kilogram once, by stream and in all', async () => {
    const { rows } = (await site.get(`/monitoring/balance?${query}`)) as {
      rows: { stream: string; inKg: number; outKg: number; stockKg: number; weighbridgeKg?: number }[];
    };
    const all = rows.find(({ stream }) => stream === 'all');
    const parts = rows.filter(({ stream }) => stream !== 'all');
    const sum = (key: 'inKg' | 'outKg' | 'stockKg'): number => parts.reduce((total, row) => total + row[key], 0);
    const outG = year.entries.reduce((total, entry) => total + (entry.kind === 'outcome' ? entry.massG : 0), 0);
    const ticketsG = year.entries.reduce((total, entry) => total + (entry.kind === 'weighbridge' ? entry.massG : 0), 0);
    expect(sum('inKg')).toBeCloseTo(all?.inKg ?? Number.NaN, 3);
    expect(sum('outKg')).toBeCloseTo(outG / 1_000, 3);
    expect(all?.stockKg).toBeCloseTo((all?.inKg ?? 0) - outG / 1_000, 3);
    expect(all?.weighbridgeKg).toBeCloseTo(ticketsG / 1_000, 3);
  });
});

describe('files for others', () => {
  it('answers the questions of the national monitor with their definitions', async () => {
    const { bytes } = await site.raw(`/monitoring/reports/national-monitor.csv?${query}`);
    const text = bytes.toString();
    expect(text.startsWith('\uFEFFOnderdeel;Vraag;Antwoord;')).toBe(true);
    expect(text).toMatch(/Sociaal;Hoeveel leerwerkplekken zijn er\?;minder dan 10;/u);
    expect(text).toContain('Indicatieve weging, niet voor verrekening');
  });

  it('writes decimal commas for a Dutch Excel and points for programs', async () => {
    const dutch = (await site.raw(`/monitoring/trends.csv?${query}&measure=mass&bucket=month`)).bytes.toString();
    const plain = (await site.raw(`/monitoring/trends.csv?${query}&measure=mass&bucket=month&dialect=plain`)).bytes.toString();
    const [, first = ''] = dutch.split('\r\n');
    const [, same = ''] = plain.split('\r\n');
    expect(first.replaceAll(',', '.').replaceAll(';', ',')).toBe(same);
    expect(same).toMatch(/^2025-01-01,2024-12-31T23:00:00.000Z,2025-01-31T23:00:00.000Z,\d+\.\d+,/u);
  });

  it.skipIf(soffice === undefined)(
    `makes a workbook whose sums agree in LibreOffice${soffice === undefined ? ' (it is not installed)' : ''}`,
    async () => {
      const { bytes } = await site.raw(`/monitoring/trends.xlsx?${query}&measure=mass&bucket=month`);
      const file = join(folder, 'trend.xlsx');
      writeFileSync(file, bytes);
      run(soffice ?? '', `-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'csv', '--outdir', folder, file);
      const rows = readFileSync(join(folder, 'trend.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
      const sum = rows.reduce((total, row) => total + Number(row[3]), 0);
      const results = (await site.get(`/monitoring/indicators?${query}`)) as IndicatorResult[];
      expect(sum).toBeCloseTo(results.find(({ id }) => id === 'mass_in')?.value ?? Number.NaN, 1);
    },
  );

  it('freezes the figures of an evaluation, also when records come later', async () => {
    const [evaluation] = (await site.get('/monitoring/entries?kinds=evaluation')) as JournalEntry[];
    const body = evaluation?.body;
    if (body?.kind !== 'evaluation') throw new TypeError('no evaluation');
    const then = body.figures?.['mass_in'];
    expect(then).toBeGreaterThan(0);
    await ingestRecords(site.store, SITE, year, { late: true, boot: '99112233aabbccdd' });
    const now = ((await site.get(`/monitoring/indicators?from=${body.from}&to=${body.to}`)) as IndicatorResult[]).find(
      ({ id }) => id === 'mass_in',
    )?.value;
    expect(now).toBeGreaterThan(then ?? Number.NaN);
    const [again] = (await site.get('/monitoring/entries?kinds=evaluation')) as JournalEntry[];
    expect(again?.body).toEqual(body);
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { pastAlarms, staffAlarmMine, staffAlarmSite, staffAlarms } from '../support/staff-alarms.ts';
import {
  staffBuckets,
  staffEmptyings,
  staffNotes,
  staffOutcomes,
  staffPeople,
  staffRecords,
  staffSessions,
} from '../support/staff-records.ts';
import { type StaffServer, startStaffServer } from '../support/staff-server.ts';
import { calmSite, staffSite } from '../support/staff-site.ts';

/** Folder for pictures of every state, to look at; and whether the pictures of the manual are to be taken anew. */
const PICTURES = process.env['KW_PICTURES'];
const MANUAL = process.env['KW_MANUAL'] === '1';
const MANUAL_FOLDER = fileURLToPath(new URL('../../docs/handleiding/beelden/', import.meta.url));
const IN_MANUAL: readonly string[] = [
  'live',
  'devices',
  'scale',
  'calibrate',
  'count',
  'learn',
  'trends',
  'people',
  'emptyings',
  'outcomes',
  'corners',
  'tablet',
  'account',
  'alarms',
  'alarm-settings',
  'offline',
  'sign-in',
];
const at = Date.now();

let browser: Browser;
let server: StaffServer;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startStaffServer();
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

beforeEach(() => {
  server.me = { name: 'Anwar', role: 'admin', csrf: 'token', language: 'nl' };
  server.stream = [['snapshot', staffSite(at)]];
  server.answers.clear();
  server.answers.set('GET /records', (_body, query) => ({
    body: staffRecords(at, (query.get('kinds') ?? '').split(','), query.get('device') ?? undefined),
  }));
  server.answers.set('GET /people', () => ({ body: staffPeople(at) }));
  server.answers.set('GET /me/sessions', () => ({ body: staffSessions(at) }));
  server.answers.set('GET /tablet', () => ({ body: { people: [] } }));
  server.answers.set('GET /tablets', () => ({ body: [{ id: 'x', name: 'Sorteertafel', by: 'Anwar', at: at - 86_400_000 }] }));
  server.answers.set('GET /retired-devices', () => ({
    body: [{ node: 'yard', device: 'old', name: 'Oude deur', retiredAt: at - 86_400_000 }],
  }));
  for (const device of ['floor', 'saw', 'box-textile'])
    server.answers.set(`GET /devices/yard/${device}/notes`, () => ({ body: staffNotes(at) }));
  server.answers.set('GET /outcomes', () => ({ body: staffOutcomes(at) }));
  server.answers.set('GET /emptyings', () => ({ body: staffEmptyings(at) }));
  server.answers.set('GET /alarms', () => ({ body: { active: staffAlarms(at), past: pastAlarms(at) } }));
  server.answers.set('GET /alarms/me', () => ({ body: staffAlarmMine(at) }));
  server.answers.set('GET /alarms/settings', () => ({ body: staffAlarmSite(at) }));
  server.answers.set('GET /aggregate', (_body, query) => ({ body: staffBuckets(at, query.get('measurement') ?? '') }));
});

interface Look {
  readonly language: 'nl' | 'en' | 'ar' | 'uk';
  readonly theme: 'light' | 'dark';
  readonly screen: keyof typeof SCREENS;
}

/** One browser profile a look: files stay in its cache, what pages kept is wiped before each visit. */
const contexts = new Map<string, BrowserContext>();

async function contextOf(look: Look): Promise<BrowserContext> {
  const key = `${look.screen} ${look.language} ${look.theme}`;
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const context = await browser.newContext({
    viewport: SCREENS[look.screen],
    reducedMotion: 'reduce',
    locale: 'nl-NL',
    serviceWorkers: 'block',
  });
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.clear();
      localStorage.setItem('kw-language', language);
      localStorage.setItem('kw-theme', theme);
    },
    [look.language, look.theme] as const,
  );
  contexts.set(key, context);
  return context;
}

async function open(look: Look, path: string): Promise<{ page: Page; errors: readonly string[] }> {
  const page = await (await contextOf(look)).newPage();
  const errors = collectErrors(page);
  await page.goto(`${server.url}/${path}`);
  return { page, errors };
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** What a phone shows at first, for the manual. */
async function manualPicture(page: Page, name: string): Promise<void> {
  mkdirSync(MANUAL_FOLDER, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(MANUAL_FOLDER, `${name}.png`) });
}

/** A state of the site and the words that prove that the page shows it. */
const STATES: readonly { name: string; path: string; set: () => void; nl: string; en: string }[] = [
  { name: 'live', path: '', set: () => undefined, nl: 'Textiel is bijna vol', en: 'Textiel is nearly full' },
  { name: 'wall', path: '#/wall', set: () => undefined, nl: 'Textiel is bijna vol', en: 'Textiel is nearly full' },
  { name: 'settings', path: '#/settings', set: () => undefined, nl: 'Ingelogd als Anwar', en: 'Signed in as Anwar' },
  { name: 'lost', path: '#/nowhere', set: () => undefined, nl: 'Deze pagina bestaat niet', en: 'This page does not exist' },
  {
    name: 'calm',
    path: '',
    set: () => {
      server.stream = [['snapshot', calmSite(at)]];
    },
    nl: 'Alles werkt',
    en: 'Everything works',
  },
  {
    name: 'empty',
    path: '',
    set: () => {
      server.stream = [['snapshot', { ...staffSite(at), nodes: [], devices: [], deposits: [] }]];
    },
    nl: 'Er zijn nog geen apparaten',
    en: 'There are no devices yet',
  },
  {
    name: 'loading',
    path: '',
    set: () => {
      server.stream = 'silent';
    },
    nl: 'De stand wordt opgehaald',
    en: 'Getting the latest values',
  },
  {
    name: 'offline',
    path: '',
    set: () => {
      server.stream = 'refuse';
    },
    nl: 'Geen verbinding met de hub',
    en: 'No connection to the hub',
  },
  {
    name: 'sign-in',
    path: '',
    set: () => {
      server.me = undefined;
    },
    nl: 'Voor medewerkers van het ambachtscentrum',
    en: 'For staff of the craft centre',
  },
  {
    name: 'tablet',
    path: '',
    set: () => {
      server.me = undefined;
      server.answers.set('GET /tablet', () => ({ body: { tablet: 'Sorteertafel', people: ['Anwar', 'Olena', 'Kees', 'Fatima'] } }));
    },
    nl: 'Wie bent u?',
    en: 'Who are you?',
  },
  { name: 'trends', path: '#/trends', set: () => undefined, nl: 'Staafdiagram', en: 'Bar chart' },
  { name: 'devices', path: '#/devices', set: () => undefined, nl: 'Meetkast toevoegen', en: 'Add a sensor box' },
  { name: 'scale', path: '#/devices/yard/floor', set: () => undefined, nl: 'Gekalibreerd door Anwar', en: 'Calibrated by Anwar' },
  { name: 'corners', path: '#/devices/yard/box-textile', set: () => undefined, nl: 'Gewicht op elke hoek', en: 'Weight on each corner' },
  { name: 'tool', path: '#/devices/yard/saw', set: () => undefined, nl: 'Machine leren', en: 'Teach the machine' },
  { name: 'calibrate', path: '#/devices/yard/floor/calibrate', set: () => undefined, nl: 'Maak de weegschaal leeg', en: 'Empty the scale' },
  { name: 'count', path: '#/devices/yard/door-yard/count', set: () => undefined, nl: 'Ga bij de deur staan', en: 'Stand by the door' },
  { name: 'learn', path: '#/devices/yard/saw/learn', set: () => undefined, nl: 'Zet de machine uit', en: 'Switch the machine off' },
  { name: 'people', path: '#/people', set: () => undefined, nl: 'Collega uitnodigen', en: 'Invite a colleague' },
  { name: 'account', path: '#/account', set: () => undefined, nl: 'Waar ben ik ingelogd?', en: 'Where am I signed in?' },
  { name: 'outcomes', path: '#/outcomes', set: () => undefined, nl: 'Textiel, Verkocht: 12 stuks', en: 'Textiles, Sold: 12 pieces' },
  { name: 'emptyings', path: '#/emptyings', set: () => undefined, nl: 'Geleegd, 1812 kg eruit', en: 'Emptied, 1812 kg out' },
  { name: 'alarms', path: '#/alarms', set: () => undefined, nl: 'De wagen komt om drie uur', en: 'Nobody answered' },
  {
    name: 'alarms-calm',
    path: '#/alarms',
    set: () => {
      server.stream = [['snapshot', calmSite(at)]];
      server.answers.set('GET /alarms', () => ({ body: { active: [], past: [] } }));
    },
    nl: 'Er zijn nog geen eerdere meldingen',
    en: 'There are no earlier alerts yet',
  },
  {
    name: 'alarms-viewer',
    path: '#/alarms',
    set: () => {
      server.me = { name: 'Kees', role: 'viewer', csrf: 'token', language: 'nl' };
      server.answers.delete('GET /alarms');
    },
    nl: 'Opnieuw proberen',
    en: 'Try again',
  },
  { name: 'alarm-settings', path: '#/alarm-settings', set: () => undefined, nl: 'Onderhoud gedaan', en: 'Maintenance done' },
  {
    name: 'alarm-settings-new',
    path: '#/alarm-settings',
    set: () => {
      const mine = staffAlarmMine(at);
      const { email, push, ntfy } = { email: { on: false, address: '' }, push: { on: false }, ntfy: { on: false, topic: '' } };
      const preferences = { ...mine.preferences, email, push, ntfy, quiet: { mode: 'closed' } };
      server.me = { name: 'Kees', role: 'viewer', csrf: 'token', language: 'nl' };
      server.answers.set('GET /alarms/me', () => ({ body: { ...mine, preferences, emailAvailable: false, failures: {} } }));
    },
    nl: 'De hub kan nog geen e-mail sturen',
    en: 'The hub cannot send e-mail yet',
  },
  {
    name: 'forbidden',
    path: '#/people',
    set: () => {
      server.me = { name: 'Kees', role: 'viewer', csrf: 'token', language: 'nl' };
    },
    nl: 'U mag dit niet zien of doen',
    en: 'You may not see or do this',
  },
  {
    name: 'error',
    path: '#/trends',
    set: () => {
      server.answers.set('GET /aggregate', () => ({ status: 503, error: { code: 'KW_STORE_UNAVAILABLE', message: 'x', retryable: true } }));
    },
    nl: 'De hub kan nu niet bewaren',
    en: 'The hub cannot store now',
  },
  { name: 'invite', path: '#/invite/abc', set: () => undefined, nl: 'U bent uitgenodigd', en: 'You are invited' },
];

const PHONE: Look = { language: 'nl', theme: 'light', screen: 'phone' };
const DESK: Look = { language: 'en', theme: 'dark', screen: 'desktop' };
/** The pages people stay on are looked at the other way round too. */
const CROSSED: readonly Look[] = [
  { language: 'en', theme: 'dark', screen: 'phone' },
  { language: 'nl', theme: 'light', screen: 'desktop' },
  { language: 'nl', theme: 'dark', screen: 'wall' },
];
const STAYED: readonly string[] = ['live', 'wall', 'trends', 'scale', 'calibrate'];

/** What people with little Dutch do all day, from right to left and in another script. */
const DAILY: readonly string[] = ['live', 'emptyings', 'outcomes', 'tablet', 'settings'];
const OTHERS: readonly Look[] = [
  { language: 'ar', theme: 'dark', screen: 'phone' },
  { language: 'uk', theme: 'light', screen: 'phone' },
];
/** Every page in every language and theme takes minutes: asked for by hand, with KW_LOOKS=all. */
const ALL: readonly Look[] = (['nl', 'en', 'ar'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme, screen: 'phone' as const })),
);
const looksAt = (name: string): readonly Look[] =>
  process.env['KW_LOOKS'] === 'all'
    ? ALL
    : [PHONE, DESK, ...(STAYED.includes(name) ? CROSSED : []), ...(DAILY.includes(name) ? OTHERS : [])];

const CASES = STATES.flatMap((state) => looksAt(state.name).map((look) => ({ ...state, ...look })));

/** Resolves when the page shows its state; in languages without words of ours here, when its title stands and nothing is on its way. */
async function shown(page: Page, words: string | undefined): Promise<void> {
  if (words !== undefined) return page.getByText(words).or(page.getByLabel(words)).first().waitFor();
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
}

describe('the staff pages', () => {
  it.each(CASES)(
    'show $name in $language, $theme, on $screen, and break no rule of access',
    async ({ name, path, set, nl, en, ...look }) => {
      set();
      const { page, errors } = await open(look, path);
      await shown(page, look.language === 'nl' ? nl : look.language === 'en' ? en : undefined);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(look.language === 'ar' ? 'rtl' : 'ltr');
      if (MANUAL && look.screen === 'phone' && look.language === 'nl' && IN_MANUAL.includes(name)) await manualPicture(page, name);
      // As tall as the page: the menu at the lower edge covers nothing then, and axe judges targets, not scroll positions.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: SCREENS[look.screen].width, height: Math.max(height, SCREENS[look.screen].height) });
      await picture(page, `${name}-${look.screen}-${look.language}-${look.theme}`);
      expect(await axeViolations(page)).toEqual([]);
      // Refused answers (401, 503) are the state under test; a breach of the policy never is.
      expect(errors.filter((error) => !error.includes('Failed to load resource'))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      await page.close();
    },
  );

  it('have a font for Tigrinya, fetched only when it is needed', async () => {
    const { page } = await open(PHONE, '');
    const isThere = (): Promise<boolean> =>
      page.evaluate(() => [...document.fonts].some((f) => f.family.includes('Ethiopic') && f.status === 'loaded'));
    await page.getByText('Textiel is bijna vol').first().waitFor();
    expect(await isThere()).toBe(false);
    await page.evaluate(() => {
      const title = document.querySelector('.section-title');
      if (title === null) return;
      title.setAttribute('lang', 'ti');
      title.textContent = 'ትግርኛ';
    });
    await expect.poll(isThere, { timeout: 10_000 }).toBe(true);
    await picture(page, 'tigrinya');
    await page.close();
  });

  it('take at most 80 kB of script to show the live page', async () => {
    const page = await (await contextOf(PHONE)).newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) scripts.push(answer.body());
    });
    await page.goto(server.url);
    await page.getByText('Textiel is bijna vol').first().waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes / 1_024).toBeLessThan(80);
    await page.close();
  });
});

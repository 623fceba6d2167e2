import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeViolations, collectErrors, launchChromium, SCREENS } from '../support/browser.ts';
import { type StaffServer, startStaffServer } from '../support/staff-server.ts';
import { calmSite, staffSite } from '../support/staff-site.ts';

const PICTURES = process.env['KW_PICTURES'];
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
});

interface Look {
  readonly language: 'nl' | 'en';
  readonly theme: 'light' | 'dark';
  readonly screen: keyof typeof SCREENS;
}

async function open(look: Look, path: string): Promise<{ page: Page; errors: readonly string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: SCREENS[look.screen],
    reducedMotion: 'reduce',
    locale: 'nl-NL',
    serviceWorkers: 'block',
  });
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem('kw-language', language);
      localStorage.setItem('kw-theme', theme);
    },
    [look.language, look.theme] as const,
  );
  const page = await context.newPage();
  const errors = collectErrors(page);
  await page.goto(`${server.url}/${path}`);
  return { page, errors, close: () => context.close() };
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
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
  { name: 'invite', path: '#/invite/abc', set: () => undefined, nl: 'U bent uitgenodigd', en: 'You are invited' },
];

const LOOKS: readonly Look[] = [
  { language: 'nl', theme: 'light', screen: 'phone' },
  { language: 'en', theme: 'dark', screen: 'phone' },
  { language: 'en', theme: 'light', screen: 'desktop' },
  { language: 'nl', theme: 'dark', screen: 'desktop' },
];

describe.each(STATES)('the staff page in state $name', ({ name, path, set, nl, en }) => {
  it.each(LOOKS)('says so and breaks no rule of access in $language, $theme, on $screen', async (look) => {
    set();
    const { page, errors, close } = await open(look, path);
    await page
      .getByText(look.language === 'nl' ? nl : en)
      .first()
      .waitFor();
    await picture(page, `${name}-${look.screen}-${look.language}-${look.theme}`);
    expect(await axeViolations(page)).toEqual([]);
    // Refused answers (401, 503) are the state under test; a breach of the policy never is.
    expect(errors.filter((error) => !error.includes('Failed to load resource'))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await close();
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findElectron } from '../../kiosk/src/shell/adapters/find-electron.ts';
import { launchChromium } from '../support/browser.ts';

const APP = join(import.meta.dirname, '../../kiosk/app');

/** The binary when there is one; never asks npm's electron for it, because that starts a download. */
function electronBinary(): string | undefined {
  try {
    return findElectron(undefined);
  } catch {
    return undefined;
  }
}

const binary = electronBinary();
const reason = binary === undefined ? ' — SKIPPED: no Electron binary here; the public CI installs one' : '';

describe.skipIf(binary === undefined || !existsSync(join(APP, 'dist/electron-main.js')))(`the Electron shell${reason}`, () => {
  it('opens one locked window, refuses another site and keeps Node out of the page', async () => {
    const { _electron } = await import('playwright-core');
    const server = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<title>kiosk</title><p>page</p>'),
    );
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const pageUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosk/`;
    const app = await _electron.launch({
      executablePath: binary ?? '',
      args: ['--no-sandbox', APP],
      env: { ...process.env, KW_KIOSK_PAGE: pageUrl, KW_KIOSK_SOFTWARE: '1' },
    });
    onTestFinished(() => app.close());
    const window = await app.firstWindow();
    await window.waitForURL(pageUrl);

    expect(await window.evaluate(() => ['require' in globalThis, 'process' in globalThis])).toEqual([false, false]);
    expect(await window.evaluate(() => Object.keys((globalThis as { kringwijzer?: object }).kringwijzer ?? {}))).toEqual([
      'shellInfo',
      'retry',
    ]);
    await window.evaluate(() => {
      globalThis.location.href = 'https://example.org/';
    });
    expect(await window.evaluate(() => globalThis.open('https://example.org/'))).toBeNull();
    expect(window.url()).toBe(pageUrl);
    expect(app.windows()).toHaveLength(1);
  });

  it('shows its own failure page when the page cannot be reached', async () => {
    const { _electron } = await import('playwright-core');
    const app = await _electron.launch({
      executablePath: binary ?? '',
      args: ['--no-sandbox', APP],
      env: { ...process.env, KW_KIOSK_PAGE: 'http://127.0.0.1:9/kiosk/', KW_KIOSK_SOFTWARE: '1' },
    });
    onTestFinished(() => app.close());
    const window = await app.firstWindow();
    await window.waitForURL('app://kiosk/failure.html');
    expect(await window.textContent('h1')).toBe('Welkom');
  });
});

describe('the parts of the Electron shell that a browser can run', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const preload = (): string => readFileSync(join(APP, 'dist/preload.cjs'), 'utf8');
  /** Electron's two objects as far as a sandboxed preload gets them; calls are kept for the test. */
  const withElectron = (script: string): string => `(() => {
    const require = (name) => {
      if (name !== 'electron') throw new Error('the preload asks for ' + name);
      return {
        contextBridge: { exposeInMainWorld: (key, value) => { globalThis[key] = value; } },
        ipcRenderer: { invoke: async (...call) => { (globalThis.calls ??= []).push(call); return { shell: 'electron', version: '1' }; } },
      };
    };
    ${script}
  })();`;

  it('the preload gives the page two named functions and no channel to choose', async () => {
    const page = await browser.newPage();
    await page.addInitScript(withElectron(preload()));
    await page.goto('about:blank');
    expect(await page.evaluate('Object.keys(globalThis.kringwijzer)')).toEqual(['shellInfo', 'retry']);
    expect(await page.evaluate("globalThis.kringwijzer.shellInfo('https://evil.example', { path: '/etc/passwd' })")).toEqual({
      shell: 'electron',
      version: '1',
    });
    expect(await page.evaluate('globalThis.calls')).toEqual([['kw:shell-info']]);
    await page.close();
  });

  it('the failure page is calm and asks for the kiosk page again every five seconds', async () => {
    const page = await browser.newPage();
    const files = join(APP, 'dist/failure');
    const types: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };
    await page.route('http://kiosk.test/**', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      return route.fulfill({ body: readFileSync(join(files, name)), contentType: types[name.split('.').at(-1) ?? ''] ?? 'text/plain' });
    });
    await page.clock.install();
    await page.addInitScript(withElectron(preload()));
    await page.goto('http://kiosk.test/failure.html');
    expect(await page.textContent('main')).toMatch(/Welkom[\s\S]*start zo weer op/u);
    expect(await page.textContent('main')).not.toMatch(/error|fout|ERR_/iu);
    await page.clock.runFor(5_100);
    expect(await page.evaluate('globalThis.calls')).toEqual([['kw:retry']]);
    await page.close();
  });
});

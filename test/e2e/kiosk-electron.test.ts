import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findElectron } from '../../kiosk/src/shell/adapters/find-electron.ts';

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

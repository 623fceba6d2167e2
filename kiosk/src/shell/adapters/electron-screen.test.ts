import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ScreenEvent } from '../ports/screen-process.ts';
import { electronFlags, electronLauncher, eventOf } from './electron-screen.ts';
import { findElectron } from './find-electron.ts';

/** A child that speaks the shell's side of the channel; Node itself stands in for Electron's binary. */
const CHILD = `
process.send({ type: 'ready' });
process.send({ type: 'nonsense' });
process.send({ type: 'crashed', reason: process.env.KW_KIOSK_PAGE + ' ' + process.env.KW_KIOSK_SOFTWARE });
process.on('message', (m) => {
  if (m.type === 'screenshot') process.send({ type: 'screenshot', id: m.id, jpegBase64: Buffer.from('jpeg').toString('base64') });
  if (m.type === 'reload') process.send({ type: 'gpu_gone', reason: 'asked to reload' });
  if (m.type === 'stop') process.exit(0);
});`;

describe('electronLauncher', () => {
  it('speaks with its child over the channel and ends it', async () => {
    const appDir = join(await mkdtemp(join(tmpdir(), 'kw-electron-')), 'app.cjs');
    await writeFile(appDir, CHILD);
    const events: ScreenEvent[] = [];
    const launch = electronLauncher({ executable: process.execPath, appDir, noSandbox: false, ozone: 'auto' });
    const screen = await launch({ pageUrl: 'http://127.0.0.1:1/kiosk/', software: true }, (event) => void events.push(event));

    await vi.waitFor(() => expect(events).toEqual([{ type: 'crashed', reason: 'http://127.0.0.1:1/kiosk/ 1' }]));
    screen.reload();
    await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: 'gpu_gone', reason: 'asked to reload' }));
    expect((await screen.screenshot())?.toString()).toBe('jpeg');
    await screen.stop();
    await screen.stop();
    expect(events.at(-1)?.type).toBe('exited');
  });

  it('names the display system, because systemd may not', () => {
    expect(electronFlags({ executable: 'e', appDir: '/a', noSandbox: false, ozone: 'wayland' })).toEqual([
      '--ozone-platform=wayland',
      '/a',
    ]);
    expect(electronFlags({ executable: 'e', appDir: '/a', noSandbox: true, ozone: 'auto' })).toEqual(['--no-sandbox', '/a']);
    expect(electronFlags({ executable: 'e', appDir: undefined, noSandbox: false, ozone: 'auto' })).toEqual([]);
  });

  it('leaves an unresponsive page to the missing beats', () => {
    expect(eventOf({ type: 'unresponsive' })).toBeUndefined();
    expect(eventOf({ type: 'refused', rule: 'downloads', what: 'x' })).toEqual({ type: 'refused', reason: 'downloads: x' });
  });
});

describe('findElectron', () => {
  it('names the cure when there is no binary, and starts no download', () => {
    expect(() => findElectron('/nonexistent/electron')).toThrow(/KW_BROWSER_MISSING.*KIOSK_SHELL/u);
  });

  it('takes the configured binary', () => {
    expect(findElectron(process.execPath)).toBe(process.execPath);
  });
});

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareElectron, startElectronApp } from './electron-app.ts';
import { fakeElectron } from './fake-electron.ts';
import type { ShellMessage } from './ipc.ts';

const PAGE = 'http://127.0.0.1:8090/kiosk/';

async function start(software = false) {
  const fake = fakeElectron();
  const failureDir = await mkdtemp(join(tmpdir(), 'kw-failure-'));
  await writeFile(join(failureDir, 'failure.html'), '<title>x</title>');
  const told: ShellMessage[] = [];
  prepareElectron(fake.electron, software);
  const app = await startElectronApp(fake.electron, {
    pageUrl: PAGE,
    preloadPath: '/opt/kiosk/preload.cjs',
    failureDir,
    software,
    tell: (message) => void told.push(message),
  });
  return { ...fake, app, told };
}

describe('startElectronApp', () => {
  it('opens one locked window on the page and says it is ready', async () => {
    const { made, spies, told } = await start();
    expect(made).toHaveLength(1);
    expect(made[0]?.kiosk).toBe(true);
    expect(made[0]?.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    expect(spies.loadUrl).toHaveBeenCalledWith(PAGE);
    expect(told).toEqual([{ type: 'ready' }]);
  });

  it('shows the failure page when the page does not load, but not when a load was replaced', async () => {
    const { window, spies, emit } = await start();
    emit(window.webContents, 'did-fail-load', {}, -3, 'ERR_ABORTED', PAGE, true);
    emit(window.webContents, 'did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', 'http://127.0.0.1:8090/x.png', false);
    expect(spies.loadUrl).toHaveBeenCalledTimes(1);
    emit(window.webContents, 'did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', PAGE, true);
    expect(spies.loadUrl).toHaveBeenLastCalledWith('app://kiosk/failure.html');
  });

  it('serves the failure page under a strict policy and nothing beside it', async () => {
    const { spies } = await start();
    const handler = spies.protocolHandle.mock.calls[0]?.[1];
    const page = await handler?.({ url: 'app://kiosk/failure.html' });
    expect(await page?.text()).toBe('<title>x</title>');
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await handler?.({ url: 'app://kiosk/..%2f..%2fetc/passwd' }))?.status).toBe(404);
  });

  it('tells the runner of a crash, a lost GPU and a hang', async () => {
    const { window, electron, emit, told } = await start();
    emit(window.webContents, 'render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    emit(electron.app, 'child-process-gone', {}, { type: 'Utility', reason: 'killed' });
    emit(electron.app, 'child-process-gone', {}, { type: 'GPU', reason: 'oom' });
    emit(window.webContents, 'unresponsive');
    expect(told.map((message) => message.type)).toEqual(['ready', 'crashed', 'gpu_gone', 'unresponsive']);
  });

  it('ends a frozen renderer before it loads again', async () => {
    const { app, spies } = await start();
    await app.onMessage({ type: 'reload' });
    expect(spies.crashRenderer).toHaveBeenCalledOnce();
    expect(spies.loadUrl).toHaveBeenCalledTimes(2);
  });

  it('answers a screenshot with its id and stops on command', async () => {
    const { app, told, spies } = await start();
    await app.onMessage({ type: 'screenshot', id: 's1' });
    expect(told.at(-1)).toEqual({ type: 'screenshot', id: 's1', jpegBase64: Buffer.from('jpeg').toString('base64') });
    await app.onMessage({ type: 'stop' });
    expect(spies.quit).toHaveBeenCalledOnce();
    expect(spies.awakeStop).toHaveBeenCalledWith(1);
  });

  it('draws without the GPU only on the last step', async () => {
    const soft = await start(true);
    const hard = await start(false);
    expect(soft.spies.withoutGpu).toHaveBeenCalledOnce();
    expect(hard.spies.withoutGpu).not.toHaveBeenCalled();
  });
});

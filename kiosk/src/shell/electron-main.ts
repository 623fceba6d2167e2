import { join } from 'node:path';
import * as electron from 'electron/main';
import { prepareElectron, startElectronApp } from './electron-app.ts';
import { runnerMessageSchema, type ShellMessage } from './ipc.ts';

const here = import.meta.dirname;
const software = process.env['KW_KIOSK_SOFTWARE'] === '1';
const pageUrl = process.env['KW_KIOSK_PAGE'];
const tell = (message: ShellMessage): void => void process.send?.(message);

if (pageUrl === undefined || !electron.app.requestSingleInstanceLock()) electron.app.exit(2);
else {
  prepareElectron(electron, software);
  const starting = startElectronApp(electron, {
    pageUrl,
    preloadPath: join(here, 'preload.cjs'),
    failureDir: join(here, 'failure'),
    software,
    tell,
  });
  process.on('message', (raw) => {
    const message = runnerMessageSchema.safeParse(raw);
    if (message.success) void starting.then((app) => app.onMessage(message.data));
  });
  // The runner is gone: without it nobody watches this screen, and its page is gone too.
  process.on('disconnect', () => electron.app.exit(0));
}

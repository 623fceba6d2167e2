import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Electron from 'electron/main';
import { assetPath } from './core/asset-path.ts';
import { type RunnerMessage, type ShellMessage } from './ipc.ts';
import { openPageChannels } from './page-channels.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import { FAILURE_ORIGIN } from './rules/navigation-lock.ts';
import { windowOptions } from './window-options.ts';

/** The parts of Electron the shell uses; a test hands in its own. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'Menu' | 'ipcMain' | 'powerSaveBlocker' | 'protocol' | 'session'
>;

export interface ElectronAppConfig {
  readonly pageUrl: string;
  readonly preloadPath: string;
  readonly failureDir: string;
  /** True on the last step of the ladder: draw without the GPU. */
  readonly software: boolean;
  /** Sends to the runner. */
  readonly tell: (message: ShellMessage) => void;
}

/** `did-fail-load` code of a load that was only replaced by another one. */
const ERR_ABORTED = -3;
const SCREENSHOT_WIDTH_PX = 540;
const JPEG_QUALITY = 70;

const CONTENT_TYPES: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };
const FAILURE_CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

/** Must run before `ready`: the failure page's scheme and the switches of the drawing. */
export function prepareElectron({ app, protocol }: ElectronParts, software: boolean): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false } }]);
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  if (software) app.disableHardwareAcceleration();
}

/** Opens the locked window; answers what the runner may ask of it and a stop. */
export async function startElectronApp(parts: ElectronParts, config: ElectronAppConfig) {
  await parts.app.whenReady();
  parts.Menu.setApplicationMenu(null);
  serveFailurePage(parts, config.failureDir);
  const window = new parts.BrowserWindow(windowOptions(config.preloadPath));
  lock(parts, window, config);
  watch(parts, window, config);
  const load = (): Promise<void> => window.loadURL(config.pageUrl).catch(() => undefined); // did-fail-load tells of it
  openPageChannels(parts.ipcMain, config.pageUrl, {
    shellInfo: () => ({ shell: 'electron', version: parts.app.getVersion() }),
    retry: load,
  });
  const awake = parts.powerSaveBlocker.start('prevent-display-sleep');
  window.once('ready-to-show', () => window.show());
  await load();
  config.tell({ type: 'ready' });
  const stop = (): void => {
    parts.powerSaveBlocker.stop(awake);
    if (!window.isDestroyed()) window.destroy();
    parts.app.quit();
  };
  return { onMessage: (message: RunnerMessage) => obey(message, { window, load, stop, tell: config.tell }), stop };
}

function serveFailurePage({ session }: ElectronParts, failureDir: string): void {
  session.defaultSession.protocol.handle('app', async (request) => {
    const file = assetPath(request.url);
    if (file === undefined) return new Response('', { status: 404 });
    const type = CONTENT_TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const body = new Uint8Array(await readFile(join(failureDir, file)));
    return new Response(body, { headers: { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': FAILURE_CSP } });
  });
}

function lock(parts: ElectronParts, window: Electron.BrowserWindow, { pageUrl, tell }: ElectronAppConfig): void {
  const { webContents } = window;
  const refused = (rule: string, what: string): void => tell({ type: 'refused', rule, what: what.slice(0, 500) });
  for (const rule of ALL_RULES) rule.apply({ app: parts.app, session: webContents.session, contents: webContents, pageUrl, refused });
}

/** The events only the main process sees; a lost GPU process does not show in the renderer's event. */
function watch({ app }: ElectronParts, window: Electron.BrowserWindow, { tell }: ElectronAppConfig): void {
  const { webContents } = window;
  webContents.on('render-process-gone', (_event, details) => tell({ type: 'crashed', reason: details.reason }));
  webContents.on('unresponsive', () => tell({ type: 'unresponsive' }));
  webContents.on('did-fail-load', (...[, code, , url, isMainFrame]) => {
    if (!isMainFrame || code === ERR_ABORTED || url.startsWith(FAILURE_ORIGIN)) return;
    void window.loadURL(`${FAILURE_ORIGIN}/failure.html`);
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.type === 'GPU') tell({ type: 'gpu_gone', reason: details.reason });
  });
}

interface Obedience {
  readonly window: Electron.BrowserWindow;
  readonly load: () => Promise<void>;
  readonly stop: () => void;
  readonly tell: (message: ShellMessage) => void;
}

async function obey(message: RunnerMessage, { window, load, stop, tell }: Obedience): Promise<void> {
  if (message.type === 'stop') return stop();
  if (message.type === 'reload') {
    // A frozen renderer ignores a polite reload: end it first, the load then starts a new one.
    window.webContents.forcefullyCrashRenderer();
    return load();
  }
  const picture = await window.webContents.capturePage();
  const jpeg = picture.resize({ width: SCREENSHOT_WIDTH_PX }).toJPEG(JPEG_QUALITY);
  tell({ type: 'screenshot', id: message.id, jpegBase64: jpeg.toString('base64') });
}

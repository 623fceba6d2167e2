import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { chromiumFlags, type Ozone } from '../core/chromium-flags.ts';
import { waylandSocket } from '../core/wayland-socket.ts';
import type { LaunchScreen, ScreenEvent, ScreenProcess } from '../ports/screen-process.ts';
import { type CdpMessage, type CdpPipe, openCdpPipe } from './cdp-pipe.ts';
import { endGroup } from './end-group.ts';

export interface ChromiumScreenConfig {
  readonly executable: string;
  readonly ozone: Ozone;
  readonly noSandbox: boolean;
  readonly windowPx?: { readonly width: number; readonly height: number };
}

/** Launches Debian's Chromium in kiosk mode; a fresh profile each time, removed when it stops. */
export function chromiumLauncher(config: ChromiumScreenConfig): LaunchScreen {
  return async ({ pageUrl, software }, onEvent) => {
    const profileDir = await mkdtemp(join(tmpdir(), 'kw-kiosk-'));
    const child = spawn(config.executable, [...chromiumFlags({ ...config, pageUrl, profileDir, software })], {
      detached: true, // its own process group, so that frozen helpers end with it
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: await screenEnvironment(config.ozone),
    });
    const screen = controlChromium(child, pageUrl, onEvent);
    const removeProfile = (): Promise<void> => rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    return { ...screen, stop: () => endGroup(child).then(removeProfile) };
  };
}

async function screenEnvironment(ozone: Ozone): Promise<NodeJS.ProcessEnv> {
  const runtimeDir = process.env['XDG_RUNTIME_DIR'];
  if (ozone === 'headless' || ozone === 'x11' || runtimeDir === undefined) return process.env;
  const socket = waylandSocket(await readdir(runtimeDir).catch(() => []));
  return socket === undefined ? process.env : { ...process.env, WAYLAND_DISPLAY: socket, XDG_SESSION_TYPE: 'wayland' };
}

type Controls = Pick<ScreenProcess, 'pid' | 'reload' | 'screenshot'>;

function controlChromium(child: ChildProcess, pageUrl: string, onEvent: (event: ScreenEvent) => void): Controls {
  let session: string | undefined;
  const [, , , toChromium, fromChromium] = child.stdio;
  child.on('error', (error) => onEvent({ type: 'exited', reason: error.message }));
  child.on('exit', (code, signal) => onEvent({ type: 'exited', reason: `code ${code ?? '-'}, signal ${signal ?? '-'}` }));
  if (!(toChromium instanceof Writable) || !(fromChromium instanceof Readable))
    throw new TypeError('Chromium was started without its pipe');

  const cdp = openCdpPipe(toChromium, fromChromium, (message) => {
    session = sessionOf(message) ?? session;
    if (message.method === 'Inspector.targetCrashed') onEvent({ type: 'crashed', reason: 'renderer' });
  });
  // A browser that dies while it starts answers nothing; its exit event tells the ladder.
  void attach(cdp).catch(() => undefined);
  return {
    pid: child.pid,
    reload: () => void cdp.send('Page.navigate', { url: pageUrl }, session).catch(() => undefined), // missing beats tell
    screenshot: () => screenshot(cdp, session),
  };
}

async function attach(cdp: CdpPipe): Promise<void> {
  await cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    flatten: true,
    waitForDebuggerOnStart: false,
    filter: [{ type: 'page' }],
  });
}

const sessionOf = ({ method, params }: CdpMessage): string | undefined =>
  method === 'Target.attachedToTarget' && typeof params?.['sessionId'] === 'string' ? params['sessionId'] : undefined;

async function screenshot(cdp: CdpPipe, session: string | undefined): Promise<Buffer | undefined> {
  const { data } = await cdp.send('Page.captureScreenshot', { format: 'jpeg', quality: 70 }, session);
  return typeof data === 'string' ? Buffer.from(data, 'base64') : undefined;
}

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type RunnerMessage, type ShellMessage, shellMessageSchema } from '../ipc.ts';
import type { LaunchScreen, ScreenEvent } from '../ports/screen-process.ts';
import { endGroup } from './end-group.ts';

export interface ElectronScreenConfig {
  readonly executable: string;
  /** Folder of the shell's own package.json; undefined for a packaged binary, which holds its app. */
  readonly appDir: string | undefined;
  readonly noSandbox: boolean;
  readonly ozone: 'auto' | 'wayland' | 'x11' | 'headless';
}

const SCREENSHOT_WITHIN_MS = 5_000;
const STOP_WITHIN_MS = 2_000;

/** Launches the Electron shell and speaks with it over Node's child-process channel. */
export function electronLauncher(config: ElectronScreenConfig): LaunchScreen {
  return async ({ pageUrl, software }, onEvent) => {
    const child = spawn(config.executable, electronFlags(config), {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, KW_KIOSK_PAGE: pageUrl, KW_KIOSK_SOFTWARE: software ? '1' : '0' },
    });
    const pictures = new Map<string, (jpeg: Buffer | undefined) => void>();
    child.on('error', (error) => onEvent({ type: 'exited', reason: error.message }));
    child.on('exit', (code, signal) => onEvent({ type: 'exited', reason: `code ${code ?? '-'}, signal ${signal ?? '-'}` }));
    child.on('message', (raw) => {
      const message = shellMessageSchema.safeParse(raw);
      if (!message.success) return;
      if (message.data.type === 'screenshot') pictures.get(message.data.id)?.(Buffer.from(message.data.jpegBase64, 'base64'));
      const event = eventOf(message.data);
      if (event) onEvent(event);
    });
    const tell = (message: RunnerMessage): void => {
      if (child.connected) child.send(message);
    };
    return {
      pid: child.pid,
      reload: () => tell({ type: 'reload' }),
      screenshot: () => askPicture(pictures, tell),
      stop: async () => {
        tell({ type: 'stop' });
        await Promise.race([exited(child.exitCode, child), timeout(STOP_WITHIN_MS)]);
        await endGroup(child);
      },
    };
  };
}

/** Under systemd XDG_SESSION_TYPE may be missing, so the platform is always named when it is known. */
export function electronFlags({ appDir, noSandbox, ozone }: ElectronScreenConfig): string[] {
  const platform = ozone === 'wayland' || ozone === 'x11' ? [`--ozone-platform=${ozone}`] : [];
  return [...platform, ...(noSandbox ? ['--no-sandbox'] : []), ...(appDir === undefined ? [] : [appDir])];
}

/** What the ladder must know of a message; a page that is merely unresponsive shows itself by missing beats. */
export function eventOf(message: ShellMessage): ScreenEvent | undefined {
  switch (message.type) {
    case 'crashed':
    case 'gpu_gone':
      return { type: message.type, reason: message.reason };
    case 'refused':
      return { type: 'refused', reason: `${message.rule}: ${message.what}` };
    default:
      return undefined;
  }
}

const timeout = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
const exited = (exitCode: number | null, child: { once: (name: 'exit', then: () => void) => unknown }): Promise<void> =>
  exitCode === null ? new Promise((resolve) => void child.once('exit', () => resolve())) : Promise.resolve();

function askPicture(pictures: Map<string, (jpeg: Buffer | undefined) => void>, tell: (message: RunnerMessage) => void) {
  const id = randomUUID();
  return new Promise<Buffer | undefined>((resolve) => {
    const timer = setTimeout(() => pictures.get(id)?.(undefined), SCREENSHOT_WITHIN_MS);
    pictures.set(id, (jpeg) => {
      clearTimeout(timer);
      pictures.delete(id);
      resolve(jpeg);
    });
    tell({ type: 'screenshot', id });
  });
}

import { execFile } from 'node:child_process';
import type { ShellLog } from '../app.ts';

/** What systemd gives a service; empty elsewhere. */
export interface ServiceEnvironment {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly PATH?: string | undefined;
}

/**
 * Tells systemd that the kiosk shows its page, and that its runner lives for as long as its event loop turns; the runner
 * watches the page itself. Gives what is to be called when it begins to stop. It speaks through `systemd-notify`, because
 * Node.js has no Unix datagram socket, and does not look at WATCHDOG_PID: the main process of the unit is cage.
 */
export function tellServiceManager(env: ServiceEnvironment, status: string, log: ShellLog): () => void {
  const { NOTIFY_SOCKET, WATCHDOG_USEC, PATH } = env;
  if (NOTIFY_SOCKET === undefined || NOTIFY_SOCKET === '') return () => undefined;
  let failed = false;
  const say = (...words: string[]): void => {
    execFile('systemd-notify', words, { timeout: 5_000, env: { NOTIFY_SOCKET, PATH } }, (error) => {
      if (error && !failed) log.warn({ err: error }, 'systemd cannot be told that the kiosk works');
      failed = error !== null;
    });
  };
  say('--ready', `--status=${status}`);
  const limitMs = Number(WATCHDOG_USEC) / 1_000;
  const timer = limitMs > 0 ? setInterval(() => say('WATCHDOG=1'), Math.max(500, limitMs / 3)) : undefined;
  return () => {
    clearInterval(timer);
    say('STOPPING=1');
  };
}

import { execFile } from 'node:child_process';
import type { Logger } from 'pino';

/** What systemd gave this process; empty outside systemd. */
export interface SdEnvironment {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
  /** Restarts of the unit; systemd does not pass it on by itself, our unit file does. */
  readonly KW_RESTARTS?: string | undefined;
}

export interface SdNotify {
  readonly ready: (status: string) => void;
  readonly stopping: () => void;
  /** Says that the node works; systemd restarts it when this stays away. */
  readonly alive: () => void;
  /** Ms between life signs, a third of systemd's limit; undefined without a watchdog. */
  readonly everyMs: number | undefined;
}

const PROGRAM = 'systemd-notify';

/**
 * Tells systemd through its own program `systemd-notify`: Node.js has no Unix datagram socket, and a native module for
 * three short messages is one more thing to compile on every Pi. The unit needs `NotifyAccess=all`, because the sender
 * is a child process.
 */
export function sdNotify(env: SdEnvironment, log: Logger, program = PROGRAM): SdNotify {
  const socket = env.NOTIFY_SOCKET;
  let failed = false;
  const say = (...words: string[]): void => {
    if (socket === undefined || socket === '') return;
    execFile(
      program,
      [`--pid=${process.pid}`, ...words],
      { timeout: 5_000, env: { NOTIFY_SOCKET: socket, PATH: process.env['PATH'] } },
      (error) => {
        if (error && !failed) log.warn({ err: error }, 'systemd cannot be told that the node works');
        failed = error !== null;
      },
    );
  };
  return {
    ready: (status) => say('--ready', `--status=${status}`),
    stopping: () => say('STOPPING=1'),
    alive: () => say('WATCHDOG=1'),
    everyMs: watchdogMs(env),
  };
}

function watchdogMs({ NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID }: SdEnvironment): number | undefined {
  const limitMs = Number(WATCHDOG_USEC) / 1_000;
  const isOurs = WATCHDOG_PID === undefined || WATCHDOG_PID === String(process.pid);
  return NOTIFY_SOCKET !== undefined && isOurs && limitMs > 0 ? Math.max(500, Math.floor(limitMs / 3)) : undefined;
}

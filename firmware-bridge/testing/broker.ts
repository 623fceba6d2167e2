import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';

/** A broker for tests on 127.0.0.1. */
export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** Cuts every connection there is; new ones are taken. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

/** aedes in this process, on `port` or a free one. */
export async function startAedes(port = 0): Promise<TestBroker> {
  const broker = await Aedes.createBroker({ concurrency: 0 });
  broker.on('clientError', () => undefined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    broker.handle(socket);
  });
  const bound = await listening(server, port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async (): Promise<void> => {
    cut();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  };
  return { url: `mqtt://127.0.0.1:${bound}`, port: bound, cut, stop };
}

async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server, 0);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) => existsSync(path));

/** True when Debian's mosquitto is installed. */
export const hasMosquitto = MOSQUITTO !== undefined;

/** Debian's mosquitto as a process of its own. `cut` is not possible there. */
export async function startMosquitto(): Promise<TestBroker> {
  if (MOSQUITTO === undefined) throw new Error('mosquitto is not installed');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'kw-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n`);
  const child = spawn(MOSQUITTO, ['-c', file], { stdio: 'ignore' });
  await untilOpen(port);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `mqtt://127.0.0.1:${port}`, port, cut: () => undefined, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function untilOpen(port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await opens(port))) if (Date.now() > deadline) throw new Error(`nothing listens on ${port}`);
}

function opens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (open: boolean): void => {
      socket.destroy();
      setTimeout(() => resolve(open), open ? 0 : 20);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

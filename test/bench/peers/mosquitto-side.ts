import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { freePort } from '../../support/free-port.ts';
import { startInfluxd } from '../../support/influxd.ts';
import { cpuSeconds } from '../hub/cpu-seconds.ts';
import { InfluxPeer } from '../store/influx-peer.ts';
import { peakMb } from '../store/peak-memory.ts';
import { BATCH, type Confirmed } from './publishers.ts';
import type { Side } from './side.ts';

const DATABASE = 'peers';
const SUBSCRIBER = fileURLToPath(new URL('./influx-subscriber.mjs', import.meta.url));
const POLL_MS = 250;
/** The database is settled when it stood still for so long; a client comes back within 0.2 s. */
const STILL_MS = 3_000;
const START_MS = 10_000;

/** Where Debian puts mosquitto; undefined when it is not installed. */
export const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto'].find((path) => existsSync(path));

/**
 * Debian's mosquitto with its persistence as delivered (a snapshot each half hour) but without its limit of 1,000 queued messages, a
 * minimal subscriber with a kept session, and influxd that syncs each write.
 */
export async function startMosquittoSide(): Promise<Side> {
  const influxd = await startInfluxd();
  const influx = new InfluxPeer(influxd);
  await influx.query(DATABASE, `CREATE DATABASE ${DATABASE}`);
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-mosquitto-'));
  const port = await freePort();
  const url = `mqtt://127.0.0.1:${port}`;
  let broker = await startBroker(folder, port);
  const auth = `Basic ${Buffer.from(`${influxd.admin.username}:${influxd.admin.password}`).toString('base64')}`;
  const subscriber = spawn(process.execPath, [SUBSCRIBER, url, String(influxd.port), DATABASE, auth], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(subscriber, 'message', { signal: AbortSignal.timeout(START_MS) });
  const pids = (): number[] => [broker.pid ?? 0, subscriber.pid ?? 0, influxd.pid];
  const count = async (): Promise<number> => (await influx.query(DATABASE, 'SELECT count(seq) FROM rec'))[0]?.values[0]?.[1] ?? 0;
  return {
    connect: (node) => connectAsync(url, { clientId: `n${node}`, protocolVersion: 4, reconnectPeriod: 0 }),
    killBroker: () => ended(broker, 'SIGKILL'),
    settle: async () => {
      if (broker.signalCode !== null) broker = await startBroker(folder, port);
      await untilStill(count);
    },
    stored: (confirmed) => storedIn(influx, confirmed),
    cpuS: () => pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0),
    peakMb: () => pids().reduce((sum, pid) => sum + peakMb(pid), 0),
    stop: async () => {
      await ended(subscriber, 'SIGKILL');
      await ended(broker, 'SIGKILL');
      influx.close();
      await influxd.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilStill(count: () => Promise<number>): Promise<void> {
  let [last, since] = [await count(), performance.now()];
  while (performance.now() - since < STILL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = await count();
    if (now !== last) [last, since] = [now, performance.now()];
  }
}

async function storedIn(influx: InfluxPeer, confirmed: Confirmed): Promise<number> {
  let stored = 0;
  for (const [node, batches] of confirmed) {
    const [series] = await influx.query(DATABASE, `SELECT seq FROM rec WHERE node = 'n${node}'`);
    for (const [, seq] of series?.values ?? []) if (batches.has(Math.floor((seq ?? 0) / BATCH) * BATCH)) stored += 1;
  }
  return stored;
}

async function ended(child: ChildProcess, signal: 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

async function startBroker(folder: string, port: number): Promise<ChildProcess> {
  if (MOSQUITTO === undefined) throw new Error('mosquitto is not installed');
  const file = join(folder, 'mosquitto.conf');
  const persistence = `persistence true\npersistence_location ${folder}/\n`;
  // As root mosquitto would become a user that may not write here.
  await writeFile(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nuser root\nmax_queued_messages 0\n${persistence}`);
  const child = spawn(MOSQUITTO, ['-c', file], { stdio: 'ignore' });
  const until = performance.now() + START_MS;
  while (!(await opens(port))) {
    if (performance.now() > until) throw new Error(`mosquitto does not listen on ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

function opens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    const done = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

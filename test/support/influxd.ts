import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running influxd of our own. */
export interface Influxd {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** Ends this very process and waits for it; its data stay. */
  stop(): Promise<void>;
  /** Kills this very process as a power cut would, and waits for it. */
  kill(): Promise<void>;
  /** Starts it again over the same data, on the same port. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** Debian's package influxdb brings it. */
const PROGRAM = 'influxd';

/** Version of the installed influxd, or nothing. */
export function influxdVersion(): string | undefined {
  try {
    return execFileSync(PROGRAM, ['version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined; // Not installed: whoever asks says so aloud.
  }
}

const configOf = (folder: string, port: number): string => `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
  index-version = "inmem"
  wal-fsync-delay = "0s"
  query-log-enabled = false
  cache-snapshot-write-cold-duration = "1s"
  compact-full-write-cold-duration = "1s"
[coordinator]
  query-timeout = "120s"
[monitor]
  store-enabled = false
[subscriber]
  enabled = false
[http]
  enabled = true
  bind-address = "127.0.0.1:${port}"
  auth-enabled = true
  log-enabled = false
  max-row-limit = 0
[continuous_queries]
  enabled = false
`;

/** Starts Debian's influxd on a free port of this machine alone, with sign-in on and an administrator made. */
export async function startInfluxd(): Promise<Influxd> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-influxd-'));
  const admin = { username: 'admin', password: 'only-for-this-test' };
  let child = await launch(folder, 0);
  const { port } = child;
  await query(port, `CREATE USER ${admin.username} WITH PASSWORD '${admin.password}' WITH ALL PRIVILEGES`);

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.process.exitCode !== null || child.process.signalCode !== null) return;
    const exited = once(child.process, 'exit');
    child.process.kill(signal);
    await exited;
  };
  const stop = (): Promise<void> => end('SIGTERM');
  return {
    host: '127.0.0.1',
    port,
    folder,
    admin,
    get pid() {
      return child.process.pid ?? 0;
    },
    stop,
    kill: () => end('SIGKILL'),
    start: async () => {
      child = await launch(folder, port);
    },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function launch(folder: string, wanted: number): Promise<{ readonly process: ChildProcess; readonly port: number }> {
  const config = join(folder, 'influxdb.conf');
  await writeFile(config, configOf(folder, wanted));
  const started = spawn(PROGRAM, ['-config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const deadline = setTimeout(() => started.kill('SIGKILL'), 30_000);
  const log: string[] = [];
  try {
    for await (const line of createInterface({ input: started.stderr })) {
      log.push(line);
      const port = /Listening on HTTP.*addr=127\.0\.0\.1:(\d+)/u.exec(line)?.[1];
      if (port === undefined) continue;
      started.stderr.resume();
      return { process: started, port: Number(port) };
    }
  } finally {
    clearTimeout(deadline);
  }
  throw new Error(`influxd did not start:\n${log.join('\n')}`);
}

async function query(port: number, q: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/query`, { method: 'POST', body: new URLSearchParams({ q }) });
  if (!answer.ok) throw new Error(`influxd refused ${q}: ${await answer.text()}`);
}

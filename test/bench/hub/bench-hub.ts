import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EnrolResponse } from '@kringwijzer/contract';
import { connectAsync, type MqttClient } from 'mqtt';
import { cpuSeconds } from './cpu-seconds.ts';

/** How docs/hub.md says a hub is run: V8 cleans up sooner, instead of growing to what the machine has. */
const MEMORY_FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=192'] as const;

/** What the hub's process says when it is ready. */
interface Ready {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  readonly invite: string;
  readonly codes: readonly string[];
}

/** A hub under measurement. */
export interface BenchHub {
  readonly httpUrl: string;
  /** Cookie of somebody who may see the live stream. */
  readonly cookie: string;
  readonly mqttUrl: string;
  /** Enrols node `n<index>`, 0..20; once each. */
  enrol(index: number): Promise<NodeCredential>;
  /** Enrols and connects node `n<index>`, 0..20; once each. */
  node(index: number): Promise<MqttClient>;
  /** Highest resident memory so far, MB. */
  peakMb(): number;
  /** Resident memory now, MB. */
  rssMb(): number;
  /** Open files and sockets now. */
  openHandles(): number;
  /** Processor time used so far, seconds. */
  cpuS(): number;
  /** Starts the hub's own clock, when it was given one. */
  go(): void;
  stop(): Promise<void>;
  /** The power cut. */
  kill(): Promise<void>;
}

/** What a node signs in with; its client id is its user name. */
export type NodeCredential = Pick<EnrolResponse, 'username' | 'password'>;

/** What a bench sets otherwise. `clock`: the hub's time stands at `startMs` until `go` and then runs `speed` times as fast as the real one. */
export interface BenchHubOptions {
  readonly mqtt?: { readonly messagesPerSecond?: number };
  readonly http?: { readonly sessionHours?: number };
  readonly clock?: { readonly startMs: number; readonly speed: number };
}

/** Connects as a node does. */
export const connectNode = (mqttUrl: string, { username, password }: NodeCredential): Promise<MqttClient> =>
  connectAsync(mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 });

/** Starts a hub in its own process with an empty data folder, and signs in. */
export async function startBenchHub(data: string, options: BenchHubOptions = {}): Promise<BenchHub> {
  const script = fileURLToPath(new URL('hub-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [...MEMORY_FLAGS, script, data, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message', { signal: AbortSignal.timeout(30_000) })) as [Ready];
  const answer = await post(`${ready.httpUrl}/api/v1/invites/accept`, {
    invite: ready.invite,
    name: 'bench',
    password: 'only for the bench',
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const enrol = async (index: number): Promise<NodeCredential> => {
    const enrolled = await post(`${ready.httpUrl}/api/v1/enrol`, { code: ready.codes[index], node: `n${index}` });
    return (await enrolled.json()) as EnrolResponse;
  };
  const end = async (ask: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    ask();
    await gone;
  };
  return {
    httpUrl: ready.httpUrl,
    mqttUrl: ready.mqttUrl,
    cookie,
    enrol,
    node: async (index) => connectNode(ready.mqttUrl, await enrol(index)),
    peakMb: () => Number(/^VmHWM:\s+(\d+)/mu.exec(procFile(child, 'status'))?.[1]) / 1_024,
    rssMb: () => Number(/^VmRSS:\s+(\d+)/mu.exec(procFile(child, 'status'))?.[1]) / 1_024,
    openHandles: () => readdirSync(`/proc/${child.pid ?? 'self'}/fd`).length,
    cpuS: () => cpuSeconds(child.pid ?? 0),
    go: () => void child.send('go'),
    stop: () => end(() => void child.send('stop')),
    kill: () => end(() => void child.kill('SIGKILL')),
  };
}

const procFile = (child: ChildProcess, name: string): string => readFileSync(`/proc/${child.pid ?? 'self'}/${name}`, 'utf8');

/** Posts; waits as it is told when twenty nodes that enrol at once are too many. */
async function post(url: string, body: unknown): Promise<Response> {
  for (;;) {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    if (answer.ok) return answer;
    if (answer.status !== 429) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    await answer.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EnrolResponse } from '@kringwijzer/contract';
import { connectAsync, type MqttClient } from 'mqtt';

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
  /** A connection of node `n<index>`, 0..19. */
  node(index: number): Promise<MqttClient>;
  /** Highest resident memory so far, MB. */
  peakMb(): number;
  /** Processor time used so far, seconds. */
  cpuS(): number;
  stop(): Promise<void>;
}

/** Starts a hub in its own process with an empty data folder, and signs in. */
export async function startBenchHub(data: string): Promise<BenchHub> {
  const script = fileURLToPath(new URL('hub-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [...MEMORY_FLAGS, script, data], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message', { signal: AbortSignal.timeout(30_000) })) as [Ready];
  const answer = await post(`${ready.httpUrl}/api/v1/invites/accept`, {
    invite: ready.invite,
    name: 'bench',
    password: 'only for the bench',
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    httpUrl: ready.httpUrl,
    cookie,
    node: async (index) => {
      const enrolled = await post(`${ready.httpUrl}/api/v1/enrol`, { code: ready.codes[index], node: `n${index}` });
      const { username, password } = (await enrolled.json()) as EnrolResponse;
      return connectAsync(ready.mqttUrl, { username, password, clientId: username, protocolVersion: 4, reconnectPeriod: 0 });
    },
    peakMb: () => Number(/^VmHWM:\s+(\d+)/mu.exec(procFile(child, 'status'))?.[1]) / 1_024,
    cpuS: () => cpuSeconds(procFile(child, 'stat')),
    stop: async () => {
      const gone = once(child, 'exit');
      child.send('stop');
      await gone;
    },
  };
}

const procFile = (child: ChildProcess, name: string): string => readFileSync(`/proc/${child.pid ?? 'self'}/${name}`, 'utf8');

/** Fields 14 and 15 of /proc/PID/stat, in ticks of 10 ms. */
function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function post(url: string, body: unknown): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

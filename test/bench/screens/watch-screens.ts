import { type NodeMeta, type ScaleState, topicOf } from '@kringwijzer/contract';
import type { MqttClient } from 'mqtt';
import type { BenchHub } from '../hub/bench-hub.ts';
import { readStream } from '../hub/live-latency.ts';

const SITE = 'bench';
const NODE = 'n0';
const DEVICES = ['scale-0', 'scale-1', 'scale-2', 'scale-3'];

export interface ScreensOptions {
  readonly hub: BenchHub;
  readonly screens: number;
  readonly perSecond: number;
  readonly runMs: number;
}

export interface ScreensSeen {
  /** Screens that had their first picture and still listened at the end. */
  readonly open: number;
  readonly sent: number;
  /** From the node's message to each screen that showed it, ms. Values the hub merged into a newer one are seen as that one. */
  readonly latenciesMs: readonly number[];
  readonly seconds: number;
  readonly hubCpuS: number;
  readonly hubMb: number;
}

/** Opens the screens, lets a node talk, and takes the time of each value at each screen. One clock: nothing is synchronised. */
export async function watchScreens({ hub, screens, perSecond, runMs }: ScreensOptions): Promise<ScreensSeen> {
  const node = await hub.node(0);
  await describe(node);
  const sentAt = new Map<number, number>();
  const latenciesMs: number[] = [];
  const heard = new Set<number>();
  const take =
    (screen: number) =>
    (event: string, data: string): void => {
      if (event !== 'device') return;
      const at = performance.now();
      const seq = Number(/"seq":(\d+)/u.exec(data)?.[1]);
      const begin = sentAt.get(seq);
      if (begin === undefined) return;
      heard.add(screen);
      latenciesMs.push(at - begin);
    };
  const closers: (() => void)[] = [];
  for (let screen = 0; screen < screens; screen += 1) closers.push(await readStream(hub, take(screen)));
  const [beganAt, cpuS] = [performance.now(), hub.cpuS()];
  const sent = await talk(node, { sentAt, perSecond, runMs });
  await pause(1_500); // what is on its way is let in: a value that takes longer would be a failed goal, not a lost one
  const seen = { sent, latenciesMs, seconds: (performance.now() - beganAt) / 1_000, hubCpuS: hub.cpuS() - cpuS, hubMb: hub.rssMb() };
  for (const close of closers) close();
  await node.endAsync();
  return { open: heard.size, ...seen };
}

async function describe(node: MqttClient): Promise<void> {
  const meta: NodeMeta = {
    contract: 1,
    name: 'Bench',
    version: '1',
    simulated: true,
    devices: DEVICES.map((id) => ({
      id,
      name: id,
      kind: 'scale',
      role: 'container',
      capacityG: 5_000_000,
      divisionG: 1_000,
      cells: 4,
      fullG: 2_000_000,
    })),
  };
  await node.publishAsync(topicOf({ type: 'meta', site: SITE, node: NODE }), JSON.stringify(meta), { qos: 1, retain: true });
}

async function talk(
  node: MqttClient,
  { sentAt, perSecond, runMs }: { readonly sentAt: Map<number, number>; readonly perSecond: number; readonly runMs: number },
): Promise<number> {
  const endAt = performance.now() + runMs;
  let seq = 0;
  for (; performance.now() < endAt; seq += 1) {
    const device = DEVICES[seq % DEVICES.length] ?? '';
    const netG = 500_000 + (seq % 977) * 10;
    const state: ScaleState = { at: Date.now(), seq, grossG: netG, netG, tareG: 0, stable: true, quality: 'good' };
    sentAt.set(seq, performance.now());
    node.publish(topicOf({ type: 'state', site: SITE, node: NODE, device }), JSON.stringify(state), { qos: 0, retain: true });
    await pause(1_000 / perSecond);
  }
  return seq;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

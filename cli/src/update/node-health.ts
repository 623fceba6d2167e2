import type { NodeLive } from '@kringwijzer/contract';

/** What a hub knows of a node, as far as an update looks at it. */
export type NodeSeen = Pick<NodeLive, 'node' | 'status' | 'lastRecordAt'>;

/** What an update waits for at one node. */
export interface HealthAim {
  /** As the hub saw the node before its update; undefined when it did not know it. */
  readonly before: NodeSeen | undefined;
  /** Version the node has to say it runs. */
  readonly version: string;
}

/** Why a node is not well yet in words, or undefined when it is: started anew with the right version, online, and its records reach the hub. */
export function notYetWell(aim: HealthAim, now: NodeSeen): string | undefined {
  const { status } = now;
  if (status === undefined) return 'the hub has not heard of it';
  const { boot, state, version } = status;
  if (boot === aim.before?.status?.boot) return 'it has not started anew';
  if (state !== 'online') return `it is ${state}`;
  if (version !== aim.version) return `it runs ${version}, not ${aim.version}`;
  return lastRecordMs(now) > lastRecordMs(aim.before) ? undefined : 'no record of it has reached the hub';
}

const lastRecordMs = (node: NodeSeen | undefined): number => node?.lastRecordAt ?? 0;

import type { DeviceLive, LiveSnapshot, NodeLive } from '@kringwijzer/contract';
import { MINUTE_MS } from '@kringwijzer/contract';

/** Silence after which a device counts as failed: an empty-looking bin may be a dead sensor. */
export const NO_DATA_AFTER_MS = 15 * MINUTE_MS;

/** Something a person should look at. `bad` now, `warn` today. */
export interface Attention {
  readonly id: string;
  readonly level: 'bad' | 'warn';
  readonly about:
    | { readonly kind: 'full' | 'nearly_full'; readonly device: DeviceLive }
    | { readonly kind: 'no_data'; readonly device: DeviceLive; readonly sinceMs: number | undefined }
    | { readonly kind: 'bad_value'; readonly device: DeviceLive }
    | { readonly kind: 'fault'; readonly node: NodeLive; readonly deviceName: string; readonly code: string; readonly atMs: number }
    | { readonly kind: 'node_lost' | 'node_offline'; readonly node: NodeLive; readonly atMs: number }
    | { readonly kind: 'missing'; readonly node: NodeLive; readonly count: number };
}

/** True when the node says it is there, or never said that it is not. */
const isUp = (node: NodeLive | undefined): boolean => node?.status === undefined || node.status.state === 'online';

/** True when the device has sent nothing for 15 minutes (or never), at hub time `nowMs`. */
export const isSilent = (device: DeviceLive, nowMs: number): boolean =>
  device.receivedAt === undefined || nowMs - device.receivedAt >= NO_DATA_AFTER_MS;

/** What needs a person at hub time `nowMs`, worst first. A lost node is told once, not again for each of its devices. */
export function attentionOf(snapshot: LiveSnapshot, nowMs: number): readonly Attention[] {
  const nodes = new Map(snapshot.nodes.map((node) => [node.node, node]));
  const items = [
    ...snapshot.nodes.flatMap((node) => nodeItems(node, snapshot.devices)),
    ...snapshot.devices.flatMap((device) => deviceItems(device, isUp(nodes.get(device.node)), nowMs)),
  ];
  return items.toSorted((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
}

function nodeItems(node: NodeLive, devices: readonly DeviceLive[]): readonly Attention[] {
  const items: Attention[] = [];
  const { status } = node;
  if (status !== undefined && status.state !== 'online') {
    const kind = status.state === 'lost' ? 'node_lost' : 'node_offline';
    items.push({ id: `${node.node}:${kind}`, level: kind === 'node_lost' ? 'bad' : 'warn', about: { kind, node, atMs: status.at } });
  }
  for (const { device, code, at } of node.faults) {
    const deviceName = devices.find((other) => other.node === node.node && other.meta.id === device)?.meta.name ?? node.name;
    items.push({ id: `${node.node}:${device}:${code}`, level: 'bad', about: { kind: 'fault', node, deviceName, code, atMs: at } });
  }
  if (node.missing > 0) {
    items.push({ id: `${node.node}:missing`, level: 'warn', about: { kind: 'missing', node, count: node.missing } });
  }
  return items;
}

function deviceItems(device: DeviceLive, nodeIsUp: boolean, nowMs: number): readonly Attention[] {
  const id = `${device.node}:${device.meta.id}`;
  const items: Attention[] = [];
  if (device.fill?.band === 'full') items.push({ id: `${id}:full`, level: 'bad', about: { kind: 'full', device } });
  if (device.fill?.band === 'nearly_full') items.push({ id: `${id}:nearly`, level: 'warn', about: { kind: 'nearly_full', device } });
  if (nodeIsUp && isSilent(device, nowMs)) {
    items.push({ id: `${id}:silent`, level: 'bad', about: { kind: 'no_data', device, sinceMs: device.receivedAt } });
  } else if (device.state?.value.quality === 'bad') {
    items.push({ id: `${id}:bad`, level: 'bad', about: { kind: 'bad_value', device } });
  }
  return items;
}

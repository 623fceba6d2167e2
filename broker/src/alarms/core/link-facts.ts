import type { DeviceLive, NodeLive } from '@kringwijzer/contract';
import { type AlarmFact, type AlarmSignal, alarmKeyOf } from './alarm-fact.ts';
import { faultKeysOf } from './fault-facts.ts';
import { isUp, type SiteNow, silenceLimitMs } from './site-now.ts';

/** A device must speak again for this long a part of the limit before its silence is over. */
const SPEAKS_WITHIN = 1 / 3;

/** Nodes that are gone, records that miss, and devices that say nothing. A node that is gone is told once, not for each device. */
export function linkFacts(site: SiteNow): readonly AlarmFact[] {
  const nodes = new Map(site.nodes.map((node) => [node.node, node]));
  return [
    ...site.nodes.flatMap((node) => nodeFacts(node)),
    ...site.devices.map((device) => silenceFact(device, nodes.get(device.node), site)),
  ];
}

const nodeFacts = (node: NodeLive): readonly AlarmFact[] => [
  {
    key: alarmKeyOf('node_offline', node.node),
    kind: 'node_offline',
    node: node.node,
    signal: node.status === undefined ? 'unknown' : isUp(node) ? 'off' : 'on',
    values: { name: node.name, since: node.status?.at ?? 0 },
  },
  {
    key: alarmKeyOf('records_missing', node.node),
    kind: 'records_missing',
    node: node.node,
    signal: node.missing > 0 ? 'on' : 'off',
    values: { name: node.name, count: node.missing },
  },
];

function silenceFact(device: DeviceLive, node: NodeLive | undefined, site: SiteNow): AlarmFact {
  const { meta, receivedAt } = device;
  return {
    key: alarmKeyOf('no_data', device.node, meta.id),
    kind: 'no_data',
    node: device.node,
    device: meta.id,
    signal: silence(device, node, site),
    values: { name: meta.name, ...(receivedAt !== undefined && { since: receivedAt }) },
    coveredBy: [alarmKeyOf('node_offline', device.node), ...faultKeysOf(node, meta.id)],
  };
}

/** Only opening hours count, and only what this hub could have heard: after its own start silence is measured anew. */
function silence(device: DeviceLive, node: NodeLive | undefined, site: SiteNow): AlarmSignal {
  const { nowMs, startedAtMs, open } = site;
  const { receivedAt = 0 } = device;
  const limitMs = silenceLimitMs(device, site);
  if (receivedAt >= startedAtMs && nowMs - receivedAt < limitMs * SPEAKS_WITHIN) return 'off';
  const from = Math.max(receivedAt, startedAtMs);
  if (!isUp(node) || nowMs - from < limitMs || !open.isOpen(nowMs)) return 'unknown';
  return open.openMs(from, nowMs) >= limitMs ? 'on' : 'unknown';
}

import { type AlarmKind, NODE_DEVICE, type NodeLive } from '@kringwijzer/contract';
import { type AlarmFact, alarmKeyOf } from './alarm-fact.ts';
import { isUp, type SiteNow } from './site-now.ts';

/** Faults that nodes find themselves, by the kind of alarm they are; all others are faults of a sensor. */
const KIND_OF: Readonly<Record<string, AlarmKind>> = {
  KW_OVERLOAD: 'overload',
  KW_CELL_OVERLOAD: 'overload',
  KW_CELL_DEAD: 'dead_cell',
  KW_AMPLIFIER_MISSING: 'dead_cell',
  KW_AMPLIFIER_STUCK: 'dead_cell',
  KW_AMPLIFIER_SATURATED: 'dead_cell',
  KW_CLOCK_UNSYNCED: 'clock',
  KW_SPOOL_FULL: 'disk',
  KW_SPOOL_DISK: 'disk',
  KW_BEAM_BLOCKED: 'beam_stuck',
  KW_BEAM_SILENT: 'beam_stuck',
};
const FAULT_KINDS: ReadonlySet<string> = new Set([...Object.values(KIND_OF), 'sensor_fault']);

/** Key of the alarm of a fault: sensor faults by their code, the others one per device. */
export function faultKeyOf(node: string, device: string, code: string): string {
  const kind = KIND_OF[code] ?? 'sensor_fault';
  const key = alarmKeyOf(kind, node, device);
  return kind === 'sensor_fault' ? `${key}/${code}` : key;
}

/** Keys of the faults of a device that explain why it is silent. */
export const faultKeysOf = (node: NodeLive | undefined, device: string): readonly string[] =>
  node?.faults.filter((fault) => fault.device === device).map(({ code }) => faultKeyOf(node.node, device, code)) ?? [];

/** What nodes report themselves. A fault that was told of before and is no longer told of is over, if its node is there to say so. */
export function faultFacts(site: SiteNow): readonly AlarmFact[] {
  // A device taken out of use keeps its faults, and nobody needs to mend them.
  const told = site.nodes.flatMap((node) =>
    node.faults.filter((fault) => isInUse(site, node, fault)).map((fault) => factOf(site, node, fault)),
  );
  const keys = new Set(told.map(({ key }) => key));
  const up = new Map(site.nodes.map((node) => [node.node, isUp(node)]));
  const over = site.watchedKeys.flatMap((key): readonly AlarmFact[] => {
    const [kind = '', node = '', device = ''] = key.split(/[:/]/u);
    if (keys.has(key) || !FAULT_KINDS.has(kind) || device === '') return [];
    return [{ key, kind: kind as AlarmKind, ...aboutOf(node, device), signal: up.get(node) === true ? 'off' : 'unknown', values: {} }];
  });
  return [...told, ...over];
}

const isInUse = ({ devices }: SiteNow, { node }: NodeLive, { device }: NodeLive['faults'][number]): boolean =>
  device === NODE_DEVICE || devices.some((one) => one.node === node && one.meta.id === device);

/** A fault of the node itself is about no device. */
const aboutOf = (node: string, device: string): Pick<AlarmFact, 'node' | 'device'> =>
  device === NODE_DEVICE ? { node } : { node, device };

function factOf(site: SiteNow, node: NodeLive, { device, code }: NodeLive['faults'][number]): AlarmFact {
  const values = { name: nameOf(site, node, device), code };
  return {
    key: faultKeyOf(node.node, device, code),
    kind: KIND_OF[code] ?? 'sensor_fault',
    ...aboutOf(node.node, device),
    signal: 'on',
    values,
  };
}

const nameOf = ({ devices }: SiteNow, node: NodeLive, device: string): string =>
  devices.find((one) => one.node === node.node && one.meta.id === device)?.meta.name ?? node.name;

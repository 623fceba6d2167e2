import { DAY_MS, type DeviceLive, GRAMS_PER_KG, MINUTE_MS } from '@kringwijzer/contract';
import { type AlarmFact, type AlarmSignal, alarmKeyOf } from './alarm-fact.ts';
import type { SiteNow } from './site-now.ts';

/** An event of the night is `on` this long; as it is latched, it stays until somebody has seen it. */
const EVENT_MS = 5 * MINUTE_MS;
/** Free space must be so much above its limit before that alarm ends. */
const ROOM = 1.2;

/** Care that is due by days or hours, disks that fill, and what happened on a scale while the site was closed. */
export function careFacts(site: SiteNow): readonly AlarmFact[] {
  return [...site.devices.flatMap((device) => deviceFacts(device, site)), ...diskFacts(site), ...afterHoursFacts(site)];
}

function deviceFacts(device: DeviceLive, site: SiteNow): readonly AlarmFact[] {
  const { node, meta } = device;
  const about = { node, device: meta.id };
  if (meta.kind === 'scale') {
    const key = alarmKeyOf('calibration_due', node, meta.id);
    return [{ key, kind: 'calibration_due', ...about, ...calibration(device, site) }, ...overloadFacts(device)];
  }
  if (meta.kind !== 'tool') return [];
  const runH = site.slow.runH.get(`${node}/${meta.id}`);
  const limitH = site.settings.tools[`${node}/${meta.id}`] ?? site.settings.toolServiceH;
  return [
    {
      key: alarmKeyOf('tool_service', node, meta.id),
      kind: 'tool_service',
      ...about,
      signal: runH === undefined ? 'unknown' : runH >= limitH ? 'on' : 'off',
      values: { name: meta.name, hours: Math.round(runH ?? 0), limit: limitH },
    },
  ];
}

/** A scale above its capacity, also when its node has not found the fault itself. */
function overloadFacts({ node, meta, state }: DeviceLive): readonly AlarmFact[] {
  if (meta.kind !== 'scale' || state?.kind !== 'scale' || state.value.quality === 'bad' || state.value.grossG <= meta.capacityG) return [];
  const key = alarmKeyOf('overload', node, meta.id);
  return [{ key, kind: 'overload', node, device: meta.id, signal: 'on', values: { name: meta.name, code: 'KW_OVERLOAD' } }];
}

function calibration({ node, meta }: DeviceLive, { slow, settings, nowMs }: SiteNow): Pick<AlarmFact, 'signal' | 'values'> {
  const at = slow.calibratedAt.get(`${node}/${meta.id}`);
  // Without a record of a calibration its age is not known; the settings of the node may hold one of the maker.
  if (at === undefined) return { signal: 'unknown', values: { name: meta.name } };
  const days = Math.floor((nowMs - at) / DAY_MS);
  return { signal: days >= settings.calibrationDays ? 'on' : 'off', values: { name: meta.name, days } };
}

function diskFacts({ nodes, slow, settings }: SiteNow): readonly AlarmFact[] {
  const ofNodes = nodes.flatMap(({ node, name }) => {
    const freeMb = slow.nodeDiskMb.get(node);
    return freeMb === undefined ? [] : [diskFact({ key: `disk:${node}`, node, name, freeMb, limitMb: settings.diskFreeMb })];
  });
  if (slow.hubDiskMb === undefined) return ofNodes;
  return [...ofNodes, diskFact({ key: 'disk:', name: '', freeMb: slow.hubDiskMb, limitMb: settings.diskFreeMb })];
}

function diskFact(disk: { key: string; node?: string; name: string; freeMb: number; limitMb: number }): AlarmFact {
  const { key, node, name, freeMb, limitMb } = disk;
  const signal: AlarmSignal = freeMb < limitMb ? 'on' : freeMb >= limitMb * ROOM ? 'off' : 'unknown';
  return { key, kind: 'disk', ...(node !== undefined && { node }), signal, values: { name, freeMb: Math.round(freeMb) } };
}

/** The newest event of each scale; an older one was told already. */
function afterHoursFacts({ slow, devices, nowMs, watchedKeys }: SiteNow): readonly AlarmFact[] {
  const facts = new Map<string, AlarmFact>();
  for (const { node, device, at, massG, what, receivedAt } of slow.afterHours) {
    const key = alarmKeyOf('after_hours', node, device);
    const name = devices.find((one) => one.node === node && one.meta.id === device)?.meta.name ?? device;
    const values = { name, at, kg: Math.round(massG / GRAMS_PER_KG), what };
    facts.set(key, { key, kind: 'after_hours', node, device, signal: nowMs - receivedAt < EVENT_MS ? 'on' : 'off', values });
  }
  for (const key of watchedKeys) {
    if (!key.startsWith('after_hours:') || facts.has(key)) continue;
    const [node = '', device = ''] = key.slice('after_hours:'.length).split('/');
    facts.set(key, { key, kind: 'after_hours', node, device, signal: 'off', values: {} });
  }
  return [...facts.values()];
}

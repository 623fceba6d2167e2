import type {
  DeviceLive,
  DeviceMeta,
  Forecast,
  ImpactFactor,
  LastEmptying,
  NodeLive,
  NodeMeta,
  NodeStatus,
  OutcomeShares,
  PublicSummary,
  Totals,
} from '@kringwijzer/contract';
import { fillOf } from './fill.ts';
import type { DeviceState } from './parse-message.ts';
import { impactG } from './public-figures.ts';

/** What is known of a node now. */
export interface NodeEntry {
  meta?: NodeMeta;
  status?: NodeStatus;
  lastRecordAt?: number;
  missing: number;
  readonly faults: Map<string, NodeLive['faults'][number]>;
  readonly devices: Map<string, DeviceEntry>;
}

/** What is known of a device now. */
export interface DeviceEntry {
  meta?: DeviceMeta;
  state?: DeviceState;
  receivedAt?: number;
  lastEmptying?: LastEmptying;
  forecast?: Forecast;
  /** How people call it, and since when it is out of use. */
  care?: { readonly name: string | undefined; readonly retiredAt: number | undefined };
}

export interface SiteFacts {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  /** The role that counts as inflow; without it intake when the site has such a scale, else container. */
  readonly inflowRole?: 'intake' | 'container' | undefined;
}

/** A node as screens see it. */
export function nodeLiveOf(node: string, entry: NodeEntry): NodeLive {
  return {
    node,
    name: entry.meta?.name ?? node,
    ...(entry.status && { status: entry.status }),
    simulated: entry.meta?.simulated ?? false,
    ...(entry.lastRecordAt !== undefined && { lastRecordAt: entry.lastRecordAt }),
    missing: entry.missing,
    faults: [...entry.faults.values()],
  };
}

/** A device as screens see it, or undefined before its node has described it. */
export function deviceLiveOf(entry: NodeEntry, node: string, device: string): DeviceLive | undefined {
  const found = entry.devices.get(device);
  if (found?.meta === undefined) return undefined;
  const { meta, state, receivedAt, lastEmptying, forecast, care } = found;
  const fill = meta.kind === 'scale' && meta.role === 'container' ? fillOf(massRatioOf(found), levelRatioOf(entry, device)) : undefined;
  const name = care?.name ?? meta.name;
  const known = { state, receivedAt, fill, lastEmptiedAt: lastEmptying?.at, lastEmptying, forecast, retiredAt: care?.retiredAt };
  return { node, meta: { ...meta, name }, ...presentOf(known) };
}

/** The entries that are known: what is not known is no key of the picture. */
function presentOf<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function massRatioOf({ meta, state, forecast }: DeviceEntry): number | undefined {
  if (meta?.kind !== 'scale' || state?.kind !== 'scale') return undefined;
  // What past emptyings taught counts before what was set.
  const fullG = forecast?.full_g ?? meta.fullG;
  if (fullG === undefined || fullG <= 0) return undefined;
  return state.value.quality === 'bad' ? undefined : state.value.netG / fullG;
}

function levelRatioOf(entry: NodeEntry, container: string): number | undefined {
  for (const { meta, state } of entry.devices.values()) {
    if (meta?.kind !== 'level' || meta.container !== container || state?.kind !== 'level') continue;
    if (state.value.quality !== 'bad') return state.value.fillRatio;
  }
  return undefined;
}

export interface SummaryInput {
  readonly site: SiteFacts;
  readonly nowMs: number;
  readonly factor: ImpactFactor;
  readonly totals: Totals;
  readonly nodes: readonly NodeLive[];
  readonly devices: readonly DeviceLive[];
  readonly outcomes: OutcomeShares | undefined;
}

/** What everybody may know. */
export function summaryOf({ site, nowMs, factor, totals, nodes, devices, outcomes }: SummaryInput): PublicSummary {
  const { todayUncertaintyG: _, ...shown } = totals;
  return {
    at: nowMs,
    site: site.id,
    siteName: site.name,
    timeZone: site.timeZone,
    totals: shown,
    co2: { todayG: impactG(totals.todayG, factor), yearG: impactG(totals.yearG, factor), factor },
    room: devices.flatMap(({ meta, fill }) => (fill ? [{ name: meta.name, band: fill.band }] : [])),
    working: devices.filter(({ state }) => state?.kind === 'tool' && state.value.run === 'run').length,
    sensorFault: nodes.some((node) => node.faults.length > 0 || (node.status !== undefined && node.status.state !== 'online')),
    ...(outcomes && { outcomes }),
  };
}

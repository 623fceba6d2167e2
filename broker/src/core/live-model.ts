import type {
  Alarm,
  DepositNotice,
  DeviceLive,
  DeviceMeta,
  Forecast,
  ImpactFactor,
  LastEmptying,
  LiveSnapshot,
  NodeLive,
  NodeMeta,
  NodeStatus,
  OutcomeShares,
  Passages,
  PublicSummary,
  ScaleRole,
  Totals,
} from '@kringwijzer/contract';
import type { StoredEvent } from '../ports/series-store.ts';
import { LiveDeposits } from './live-deposits.ts';
import { type DeviceEntry, deviceLiveOf, type NodeEntry, nodeLiveOf, type SiteFacts, summaryOf } from './live-views.ts';
import { createOccupancy, type Occupancy, type OccupancyNow } from './occupancy.ts';
import type { DeviceState } from './parse-message.ts';

const FUTURE_MS = 60_000;
const MAX_DEVICES = 64;

/** What one message or record changed, for those who look on. */
export type LiveChange =
  | { readonly type: 'device'; readonly value: DeviceLive }
  | { readonly type: 'node'; readonly value: NodeLive }
  | { readonly type: 'deposit'; readonly value: DepositNotice }
  | { readonly type: 'alarms'; readonly value: readonly Alarm[] }
  | { readonly type: 'totals' };

/**
 * The latest of everything, as screens show it. Not a record: it is rebuilt from the store and from what nodes say.
 * Time comes in with each call.
 */
export class LiveModel {
  readonly #site: SiteFacts;
  readonly #nodes = new Map<string, NodeEntry>();
  readonly #occupancy: Occupancy;
  readonly #deposits: LiveDeposits;
  #alarms: readonly Alarm[] = [];
  #outcomes: OutcomeShares | undefined;
  /** Outlives a node's description, which may leave a device out for a while. */
  readonly #care = new Map<string, NonNullable<DeviceEntry['care']>>();

  constructor(site: SiteFacts) {
    this.#site = site;
    const divisionGOf = (node: string, device: string): number => {
      const meta = this.deviceMeta(node, device);
      return meta?.kind === 'scale' ? meta.divisionG : 1;
    };
    this.#deposits = new LiveDeposits(site, divisionGOf);
    this.#occupancy = createOccupancy(site.timeZone);
  }

  meta(node: string, meta: NodeMeta): readonly LiveChange[] {
    const entry = this.#entry(node);
    entry.meta = meta;
    const known = new Map(meta.devices.map((device) => [device.id, device]));
    for (const id of entry.devices.keys()) if (!known.has(id)) entry.devices.delete(id);
    for (const [id, device] of known) {
      const entry = this.#device(node, id);
      entry.meta = device;
      const care = this.#care.get(`${node}/${id}`);
      if (care !== undefined) entry.care = care;
      if (device.kind === 'scale') this.role(node, id, device.role);
    }
    const devices = meta.devices.flatMap((device) => this.#deviceChange(node, device.id));
    return [this.#nodeChange(node), ...devices, { type: 'totals' }];
  }

  /** Tells the role of a scale, also of one that is no longer there. */
  role(node: string, device: string, role: ScaleRole): void {
    this.#deposits.role(node, device, role);
  }

  /** Undefined when the status is of an earlier start of the node than the one known. */
  status(node: string, status: NodeStatus): readonly LiveChange[] | undefined {
    const entry = this.#entry(node);
    // A will carries the time of its connection, so the same start always replaces; an old start's late will does not.
    if (entry.status && entry.status.boot !== status.boot && status.at < entry.status.at) return undefined;
    entry.status = status;
    return [this.#nodeChange(node)];
  }

  /** Undefined when the state is not newer than the one known. */
  state(input: {
    readonly node: string;
    readonly device: string;
    readonly state: DeviceState;
    readonly nowMs: number;
  }): readonly LiveChange[] | undefined {
    const { node, device, state, nowMs } = input;
    const { devices, meta } = this.#entry(node);
    if (!devices.has(device) && (meta !== undefined || devices.size >= MAX_DEVICES)) return undefined;
    const entry = this.#device(node, device);
    const knownAt = entry.state?.value.at;
    // A clock that ran ahead must not freeze the screen until the true time has caught up with it.
    if (knownAt !== undefined && state.value.at <= knownAt && knownAt <= nowMs + FUTURE_MS) return undefined;
    entry.state = state;
    entry.receivedAt = nowMs;
    const watched = entry.meta?.kind === 'level' ? entry.meta.container : undefined;
    return [...this.#deviceChange(node, device), ...(watched === undefined ? [] : this.#deviceChange(node, watched))];
  }

  /** Takes in records just committed, or read back from the store at the start. */
  records(events: readonly StoredEvent[]): readonly LiveChange[] {
    const changes = events.flatMap((event) => this.#record(event));
    const nodes = new Set(events.map((event) => event.node));
    return [...changes, ...[...nodes].map((node) => this.#nodeChange(node))];
  }

  /** Takes in a correction: what the record counted for `before` gives way to what it counts for now. */
  corrected(before: StoredEvent, after: StoredEvent): readonly LiveChange[] {
    if (before.record.kind !== 'deposit') return [];
    this.#deposits.remove(before);
    return [...this.#deposit(after), { type: 'totals' }];
  }

  missing(node: string, count: number): readonly LiveChange[] {
    const entry = this.#entry(node);
    if (entry.missing === count) return [];
    entry.missing = count;
    return [this.#nodeChange(node)];
  }

  deviceMeta(node: string, device: string): DeviceMeta | undefined {
    return this.#nodes.get(node)?.devices.get(device)?.meta;
  }

  /** Takes in the forecast of a container; of an unknown device it changes nothing. */
  forecast(node: string, device: string, forecast: Forecast): readonly LiveChange[] {
    const entry = this.#nodes.get(node)?.devices.get(device);
    if (entry === undefined) return [];
    entry.forecast = forecast;
    return this.#deviceChange(node, device);
  }

  /** Takes in what is known of the latest emptying of a container; undefined when there was none. Another one starts the forecast anew. */
  emptied(node: string, device: string, last: LastEmptying | undefined): readonly LiveChange[] {
    const entry = this.#device(node, device);
    // When it would have been full is no longer true.
    if (entry.forecast && entry.lastEmptying?.at !== last?.at) entry.forecast = withoutTime(entry.forecast);
    if (last === undefined) delete entry.lastEmptying;
    else entry.lastEmptying = last;
    return this.#deviceChange(node, device);
  }

  /** Takes in all alarms that go on now, worst first. */
  alarms(alarms: readonly Alarm[]): readonly LiveChange[] {
    this.#alarms = alarms;
    return [{ type: 'alarms', value: alarms }];
  }

  /** Takes in how people call a device and whether it is out of use; the change is told once more, even when it is. */
  care({
    node,
    device,
    ...care
  }: { readonly node: string; readonly device: string } & NonNullable<DeviceEntry['care']>): readonly LiveChange[] {
    this.#care.set(`${node}/${device}`, care);
    const entry = this.#nodes.get(node);
    const known = entry?.devices.get(device);
    if (entry === undefined || known === undefined) return [];
    known.care = care;
    const value = deviceLiveOf(entry, node, device);
    return value === undefined ? [] : [{ type: 'device', value }];
  }

  /** Takes in what became of goods by the centre's own register; undefined while too little was written down. */
  outcomes(shares: OutcomeShares | undefined): void {
    this.#outcomes = shares;
  }

  nodeMeta(node: string): NodeMeta | undefined {
    return this.#nodes.get(node)?.meta;
  }

  nodes(): readonly NodeLive[] {
    return [...this.#nodes].map(([node, entry]) => nodeLiveOf(node, entry));
  }

  totals(nowMs: number): Totals {
    return this.#deposits.totals(nowMs);
  }

  /** Takes in a minute of a door whose time is trusted. */
  passages(node: string, passages: Passages): void {
    this.#occupancy.add(node, passages);
  }

  /** People inside by the doors, on the local day of `nowMs`. */
  occupancy(nowMs: number): OccupancyNow {
    return this.#occupancy.of(nowMs);
  }

  snapshot(nowMs: number): LiveSnapshot {
    const { id, name, timeZone } = this.#site;
    const [nodes, devices, deposits] = [[...this.nodes()], [...this.#devices()], [...this.#deposits.latest]];
    return {
      at: nowMs,
      site: id,
      siteName: name,
      timeZone,
      nodes,
      devices,
      deposits,
      totals: this.totals(nowMs),
      alarms: [...this.#alarms],
    };
  }

  summary(nowMs: number, factor: ImpactFactor): PublicSummary {
    const picture = { totals: this.totals(nowMs), nodes: this.nodes(), devices: this.#devices(), outcomes: this.#outcomes };
    return summaryOf({ site: this.#site, nowMs, factor, ...picture });
  }

  #record({ node, record, ...event }: StoredEvent): readonly LiveChange[] {
    const entry = this.#entry(node);
    entry.lastRecordAt = Math.max(entry.lastRecordAt ?? 0, record.at);
    switch (record.kind) {
      case 'fault': {
        const key = `${record.device}/${record.code}`;
        if (record.state === 'raised') entry.faults.set(key, { device: record.device, code: record.code, at: record.at });
        else entry.faults.delete(key);
        return [];
      }
      case 'emptying':
        return this.#emptying({ ...event, node, record });
      case 'passages':
        if (event.clock !== 'unsynced') this.passages(node, record);
        return [];
      case 'deposit':
        return this.#deposit({ ...event, node, record });
      default:
        return [];
    }
  }

  #emptying({ id, node, record, correction }: StoredEvent): readonly LiveChange[] {
    if (record.kind !== 'emptying' || correction?.struck === true) return [];
    const { device, at, massG } = record;
    return (this.#device(node, device).lastEmptying?.at ?? 0) > at ? [] : this.emptied(node, device, { id, at, massG });
  }

  #deposit(event: StoredEvent): readonly LiveChange[] {
    const notice = this.#deposits.add(event);
    return notice === undefined ? [] : [{ type: 'deposit', value: notice }, { type: 'totals' }];
  }

  #entry(node: string): NodeEntry {
    const entry: NodeEntry = this.#nodes.get(node) ?? { missing: 0, faults: new Map(), devices: new Map() };
    this.#nodes.set(node, entry);
    return entry;
  }

  #device(node: string, device: string): DeviceEntry {
    const { devices } = this.#entry(node);
    const entry = devices.get(device) ?? {};
    devices.set(device, entry);
    return entry;
  }

  #devices(): readonly DeviceLive[] {
    return [...this.#nodes].flatMap(([node, entry]) => [...entry.devices.keys()].flatMap((id) => inUse(deviceLiveOf(entry, node, id))));
  }

  #deviceChange(node: string, device: string): readonly LiveChange[] {
    return inUse(deviceLiveOf(this.#entry(node), node, device)).map((value) => ({ type: 'device', value }));
  }

  #nodeChange(node: string): LiveChange {
    return { type: 'node', value: nodeLiveOf(node, this.#entry(node)) };
  }
}

/** Devices out of use are on no screen; what they record is kept all the same. */
const inUse = (device: DeviceLive | undefined): readonly DeviceLive[] =>
  device === undefined || device.retiredAt !== undefined ? [] : [device];

function withoutTime({ estimated_full_time: _time, ...rest }: Forecast): Forecast {
  return rest;
}

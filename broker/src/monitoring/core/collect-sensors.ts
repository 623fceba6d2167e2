import type { DeviceKind, ScaleRole } from '@kringwijzer/contract';
import type { StoredEvent } from '../../ports/series-store.ts';
import type { FactSheet } from './fact-sheet.ts';
import { UNKNOWN_STREAM } from './fact-sheet.ts';

/** What is known of a sensor, also of one that was taken away. */
export interface SensorInfo {
  /** `<node>/<device>` */
  readonly key: string;
  readonly node: string;
  readonly device: string;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly role?: ScaleRole | undefined;
  readonly stream?: string | undefined;
  readonly divisionG?: number | undefined;
  /** Factor of a door from its own description; a manual count goes before it. */
  readonly correction?: number | undefined;
}

/** Scales whose deposits count as goods that came in: each kilogram once. `role` is the site's own choice. */
export function inflowOf(sensors: readonly SensorInfo[], role?: ScaleRole): ReadonlyMap<string, SensorInfo> {
  const scales = sensors.filter(({ kind }) => kind === 'scale');
  const wanted = role ?? (scales.some((scale) => scale.role === 'intake') ? 'intake' : 'container');
  return new Map(scales.filter((scale) => scale.role === wanted).map((scale) => [scale.key, scale]));
}

// A deposit is the difference of two readings, each rounded to a division: 95 % of that triangle lies within 1 - sqrt(0.05).
const ROUNDING_95 = 1 - Math.sqrt(0.05);

/** The uncertainty of one gift in two parts, in grams: what is wrong in every gift, and the rounding that averages out. */
export function giftSpread(uncertaintyG: number, { divisionG = 0 }: SensorInfo): { readonly systematic: number; readonly random2: number } {
  const randomG = Math.min(uncertaintyG, ROUNDING_95 * divisionG);
  return { systematic: Math.sqrt(uncertaintyG ** 2 - randomG ** 2), random2: randomG ** 2 };
}

/** True when a stored record may count: its time can be trusted and nobody struck it out. */
export const counts = (event: StoredEvent): boolean => event.clock !== 'unsynced' && event.correction?.struck !== true;

/**
 * Adds gifts. The uncertainty of a sum takes the rounding of each gift as independent and the rest straight: a wrong
 * calibration is wrong in every gift and does not average out.
 */
export function addDeposits(sheet: FactSheet, events: readonly StoredEvent[], inflow: ReadonlyMap<string, SensorInfo>): void {
  for (const event of events) {
    const { record, node } = event;
    const scale = inflow.get(`${node}/${record.device}`);
    if (record.kind !== 'deposit' || scale === undefined) continue;
    if (!counts(event)) {
      sheet.addOnly('deposit.mass_g', { value: 0, n: 0, note: event.clock === 'unsynced' ? 'unsynced' : undefined });
      continue;
    }
    sheet.add('deposit.mass_g', { value: record.massG, stream: record.stream ?? scale.stream, ...giftSpread(record.uncertaintyG, scale) });
    sheet.addOnly('deposit.n', { value: 1 });
  }
}

/** Shares the gifts of unknown stream out by what visitors said on the kiosk; never more than there is. */
export function addSaidStreams(sheet: FactSheet, saidG: ReadonlyMap<string, number>): void {
  const unknownG = sheet.value('deposit.mass_g', UNKNOWN_STREAM) ?? 0;
  const total = [...saidG.values()].reduce((sum, massG) => sum + massG, 0);
  if (unknownG <= 0 || total <= 0) return;
  const share = Math.min(1, unknownG / total);
  for (const [stream, massG] of saidG) {
    const moved = massG * share;
    sheet.addOnly('deposit.mass_g', { value: moved, stream, n: 0, note: 'stream_said' });
    sheet.addOnly('deposit.mass_g', { value: -moved, stream: UNKNOWN_STREAM, n: 0 });
  }
}

/** Adds emptyings of containers. */
export function addEmptyings(sheet: FactSheet, events: readonly StoredEvent[]): void {
  for (const event of events) {
    if (event.record.kind !== 'emptying' || !counts(event)) continue;
    sheet.addOnly('emptying.n', { value: 1 });
    sheet.addOnly('emptying.mass_g', { value: event.record.massG, systematic: event.record.uncertaintyG });
  }
}

/** A stretch of time in which one correction factor of a door holds. */
export interface DoorStretch {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly factor: number;
  /** 95 % half-width of the factor as a share of it; absent while nobody counted by hand. */
  readonly spread?: number | undefined;
  /** The manual count it comes from. */
  readonly record?: string | undefined;
}

/** The stretches of one door over a period. A manual count holds from its own moment until the next one. */
export function doorStretches(
  door: SensorInfo,
  corrections: readonly StoredEvent[],
  period: { readonly from: number; readonly to: number },
): readonly DoorStretch[] {
  const mine = corrections
    .filter((event) => counts(event) && event.record.kind === 'door_correction' && `${event.node}/${event.record.device}` === door.key)
    .toSorted((left, right) => left.record.at - right.record.at || left.seq - right.seq);
  const stretches: DoorStretch[] = [];
  let current: Omit<DoorStretch, 'from' | 'to'> = { key: door.key, factor: door.correction ?? 1 };
  let from = period.from;
  for (const { id, record } of mine) {
    if (record.kind !== 'door_correction' || record.at >= period.to) continue;
    if (record.at > from) {
      stretches.push({ ...current, from, to: record.at });
      from = record.at;
    }
    current = { key: door.key, factor: record.factor, spread: spreadOf(record.counted, record.manual), record: id };
  }
  return [...stretches, { ...current, from, to: period.to }];
}

/**
 * 95 % half-width of a door's factor as a share: the miscounts seen while somebody counted along, taken as Poisson, with one
 * more than was seen so that a short perfect count does not promise perfection.
 */
const spreadOf = (counted: number, manual: number): number =>
  (1.96 * Math.sqrt(Math.abs(manual - counted) + 1)) / Math.max(1, Math.min(counted, manual));

/** Adds the passages of one stretch: `counted` by the door, times its factor. */
export function addVisits(sheet: FactSheet, stretch: DoorStretch, counted: number): void {
  const value = counted * stretch.factor;
  const note = stretch.spread === undefined ? 'door_uncalibrated' : undefined;
  sheet.addOnly('visit.counted', { value, n: 1, systematic: value * (stretch.spread ?? 0), note });
}

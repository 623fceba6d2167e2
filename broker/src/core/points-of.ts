import { HOUR_MS, type KwRecord, MINUTE_MS, type RecordKind } from '@kringwijzer/contract';
import type { Point, SeriesKey, SeriesKind } from '../ports/series-store.ts';

/** Kinds kept as points only: they come every few seconds or every minute and are never looked at one by one. */
const RHYTHM_KINDS: ReadonlySet<RecordKind> = new Set(['weight', 'passages', 'level', 'health']);

/** True when a record is kept whole and can be asked for by `events`. */
export const isEventKind = (kind: RecordKind): boolean => !RHYTHM_KINDS.has(kind);

/** Longest session that is cut into hours, in ms: a year. A longer one is a clock fault and is refused. */
export const SESSION_MAX_MS = 366 * 24 * HOUR_MS;

type FieldSpec = readonly [measurement: string, field: string, unit: string, kind: SeriesKind, extra?: Readonly<Record<string, string>>];

/**
 * Makes the function that turns a record into its points; it remembers the series it made, so that a point costs no
 * new series object. Masses are grams, durations seconds. Zero, calibration, faults and losses make no points.
 */
export function createPointsOf(): (site: string, node: string, record: KwRecord) => readonly Point[] {
  const known = new Map<string, SeriesKey>();

  const seriesOf = (owner: Owner, spec: FieldSpec, stepMs?: number): SeriesKey => {
    const [measurement, field, unit, kind, extra] = spec;
    const { site, node, device } = owner;
    const id = `${site}/${node}/${device}/${measurement}/${field}/${extra === undefined ? '' : Object.values(extra).join('/')}/${stepMs ?? 0}`;
    const found = known.get(id);
    if (found !== undefined) return found;
    const tags = { site, node, device, ...extra };
    const made: SeriesKey = { measurement, tags, field, unit, kind, ...(stepMs === undefined ? {} : { stepMs }) };
    known.set(id, made);
    return made;
  };

  return (site, node, record) => {
    const owner = { site, node, device: record.device };
    return specsOf(record).map(({ spec, at, value, stepMs }) => ({ series: seriesOf(owner, spec, stepMs), at, value }));
  };
}

interface Owner {
  readonly site: string;
  readonly node: string;
  readonly device: string;
}

/** A value before its series is known. */
interface Value {
  readonly spec: FieldSpec;
  readonly at: number;
  readonly value: number;
  readonly stepMs?: number;
}

const GROSS: FieldSpec = ['scale_weight', 'gross_g', 'g', 'gauge'];
const NET: FieldSpec = ['scale_weight', 'net_g', 'g', 'gauge'];
const PASSED_IN: FieldSpec = ['door_passages', 'count', '{passage}', 'delta', { direction: 'in' }];
const PASSED_OUT: FieldSpec = ['door_passages', 'count', '{passage}', 'delta', { direction: 'out' }];
const MISSED: FieldSpec = ['door_missed', 'count', '{pulse}', 'delta'];
const RUN_S: FieldSpec = ['tool_use', 'run_s', 's', 'interval'];
const SESSIONS: FieldSpec = ['tool_use', 'sessions', '{session}', 'delta'];
const DISTANCE: FieldSpec = ['container_level', 'distance_mm', 'mm', 'gauge'];
const FILL: FieldSpec = ['container_level', 'fill_ratio', '1', 'gauge'];

const HEALTH_FIELDS = [
  ['uptimeS', ['node_health', 'uptime_s', 's', 'gauge']],
  ['rssMb', ['node_health', 'rss_mb', 'MBy', 'gauge']],
  ['cpuRatio', ['node_health', 'cpu_ratio', '1', 'gauge']],
  ['temperatureC', ['node_health', 'temperature_c', 'Cel', 'gauge']],
  ['throttled', ['node_health', 'throttled', '1', 'gauge']],
  ['undervoltage', ['node_health', 'undervoltage', '1', 'gauge']],
  ['diskFreeMb', ['node_health', 'disk_free_mb', 'MBy', 'gauge']],
  ['spoolRecords', ['node_health', 'spool_records', '{record}', 'gauge']],
  ['spoolAgeS', ['node_health', 'spool_age_s', 's', 'gauge']],
  ['restarts', ['node_health', 'restarts', '{restart}', 'gauge']],
] as const satisfies readonly (readonly [string, FieldSpec])[];

type Makers = { readonly [K in RecordKind]?: (record: Extract<KwRecord, { kind: K }>) => readonly Value[] };

const VALUES: Makers = {
  weight: ({ at, durationMs: stepMs, meanG, netG }) => [
    { spec: GROSS, at, value: meanG, stepMs },
    { spec: NET, at, value: netG, stepMs },
  ],
  passages: ({ at, in: entered, out, missed }) => [
    { spec: PASSED_IN, at, value: entered, stepMs: MINUTE_MS },
    { spec: PASSED_OUT, at, value: out, stepMs: MINUTE_MS },
    { spec: MISSED, at, value: missed, stepMs: MINUTE_MS },
  ],
  level: ({ at, distanceMm, fillRatio }) => [
    { spec: DISTANCE, at, value: distanceMm, stepMs: MINUTE_MS },
    { spec: FILL, at, value: fillRatio, stepMs: MINUTE_MS },
  ],
  deposit: ({ at, massG, stream }) => [{ spec: ['deposit', 'mass_g', 'g', 'delta', { stream: stream ?? 'unknown' }], at, value: massG }],
  removal: ({ at, massG }) => [{ spec: ['removal', 'mass_g', 'g', 'delta'], at, value: massG }],
  emptying: ({ at, massG }) => [{ spec: ['emptying', 'mass_g', 'g', 'delta'], at, value: massG }],
  session: ({ at, toAt }) => [
    { spec: SESSIONS, at, value: 1 },
    ...splitAtHours(at, toAt).map((piece) => ({ spec: RUN_S, at: piece.at, value: piece.ms / 1_000 })),
  ],
  health: (record) =>
    HEALTH_FIELDS.flatMap(([name, spec]) => {
      const value = record[name];
      return value === undefined ? [] : [{ spec, at: record.at, value: Number(value), stepMs: MINUTE_MS }];
    }),
};

function specsOf(record: KwRecord): readonly Value[] {
  const make = VALUES[record.kind] as ((record: KwRecord) => readonly Value[]) | undefined;
  return make === undefined ? [] : make(record);
}

/** The pieces of [fromAt, toAt) cut at whole UTC hours, in ms; none when the end is not after the start. */
function splitAtHours(fromAt: number, toAt: number): readonly { readonly at: number; readonly ms: number }[] {
  const pieces: { at: number; ms: number }[] = [];
  for (let at = fromAt; at < toAt; ) {
    const end = Math.min(toAt, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    pieces.push({ at, ms: end - at });
    at = end;
  }
  return pieces;
}

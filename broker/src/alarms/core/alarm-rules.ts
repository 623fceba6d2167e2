import { ALARM_KINDS, type AlarmKind, type AlarmLevel, type AlarmRule, type AlarmSettings } from '@kringwijzer/contract';

/** How soon each kind needs a person. */
export const LEVELS: Readonly<Record<AlarmKind, AlarmLevel>> = {
  after_hours: 'urgent',
  overload: 'urgent',
  full: 'bad',
  nearly_full: 'warn',
  full_before: 'warn',
  no_data: 'bad',
  node_offline: 'bad',
  dead_cell: 'bad',
  beam_stuck: 'bad',
  sensor_fault: 'bad',
  disk: 'bad',
  clock: 'warn',
  records_missing: 'warn',
  calibration_due: 'warn',
  tool_service: 'warn',
};

/** Kinds that stay until a person has seen them, because what they tell of is already past. */
export const LATCHED: readonly AlarmKind[] = ['after_hours'];

const rule = (holdOffS: number, escalateAfterMin: number | null): AlarmRule => ({ on: true, holdOffS, escalateAfterMin });

/** How each kind behaves until a coordinator decides otherwise. Hold-offs outlast people and trucks on a scale and a node that starts anew. */
const DEFAULT_RULES: Readonly<Record<AlarmKind, AlarmRule>> = {
  after_hours: rule(0, 15),
  overload: rule(10, 15),
  full: rule(120, 240),
  nearly_full: rule(120, null),
  full_before: rule(600, null),
  no_data: rule(0, 240),
  node_offline: rule(120, 240),
  dead_cell: rule(60, 480),
  beam_stuck: rule(60, 480),
  sensor_fault: rule(60, 480),
  disk: rule(60, 480),
  clock: rule(600, null),
  records_missing: rule(0, null),
  calibration_due: rule(0, null),
  tool_service: rule(0, null),
};

/** Settings of a site until a coordinator changes them. */
export const DEFAULT_SETTINGS: AlarmSettings = {
  kinds: { ...DEFAULT_RULES },
  nearlyFullPercent: 75,
  fullPercent: 90,
  hysteresisPercent: 5,
  noDataMin: 15,
  calibrationDays: 365,
  diskFreeMb: 500,
  afterHoursKg: 5,
  afterHoursMarginMin: 45,
  toolServiceH: 200,
  tools: {},
  pickups: [],
  webhookUrl: null,
};

/** Place of a kind and level in a list, worst first. */
export const severityOf = ({ kind, level }: { readonly kind: AlarmKind; readonly level: AlarmLevel }): number =>
  (level === 'urgent' ? 0 : level === 'bad' ? 100 : 200) + ALARM_KINDS.indexOf(kind);

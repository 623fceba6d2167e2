import type { AlarmKind } from '@kringwijzer/contract';

/** Kinds of alarms in the order of the contract. Written out: its own list would bring its whole schema library into the page. */
export const KINDS = [
  'after_hours',
  'overload',
  'full',
  'nearly_full',
  'full_before',
  'no_data',
  'node_offline',
  'dead_cell',
  'beam_stuck',
  'sensor_fault',
  'disk',
  'clock',
  'records_missing',
  'calibration_due',
  'tool_service',
] as const satisfies readonly AlarmKind[];

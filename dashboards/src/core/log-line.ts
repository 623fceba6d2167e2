/** A line of a device's log, from a stored record whose shape is only known to be an object. */
export type LogLine =
  | { readonly kind: 'calibration'; readonly atMs: number; readonly by: string; readonly points: number; readonly uncertaintyG: number }
  | { readonly kind: 'zero'; readonly atMs: number; readonly by: 'command' | 'emptying'; readonly shiftG: number }
  | { readonly kind: 'door_correction'; readonly atMs: number; readonly by: string; readonly counted: number; readonly manual: number }
  | { readonly kind: 'tool_learning'; readonly atMs: number; readonly by: string; readonly idleAmps: number; readonly runAmps: number }
  | { readonly kind: 'emptying'; readonly atMs: number; readonly massG: number }
  | { readonly kind: 'fault'; readonly atMs: number; readonly code: string; readonly state: 'raised' | 'cleared' };

type Fields = Readonly<Record<string, unknown>>;

const numberIn = (fields: Fields, name: string): number => (typeof fields[name] === 'number' ? fields[name] : 0);
const textIn = (fields: Fields, name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');

/** The line for a record; undefined for kinds that do not belong in a log. Tracking shifts the zero all day and is left out. */
export function logLineOf(record: Fields): LogLine | undefined {
  const atMs = numberIn(record, 'at');
  const by = textIn(record, 'by');
  switch (record['kind']) {
    case 'calibration': {
      const points = Array.isArray(record['points']) ? record['points'].length : 0;
      return { kind: 'calibration', atMs, by, points, uncertaintyG: numberIn(record, 'uncertaintyG') };
    }
    case 'zero':
      return by === 'command' || by === 'emptying' ? { kind: 'zero', atMs, by, shiftG: numberIn(record, 'shiftG') } : undefined;
    case 'door_correction':
      return { kind: 'door_correction', atMs, by, counted: numberIn(record, 'counted'), manual: numberIn(record, 'manual') };
    case 'tool_learning':
      return { kind: 'tool_learning', atMs, by, idleAmps: numberIn(record, 'idleAmps'), runAmps: numberIn(record, 'runAmps') };
    case 'emptying':
      return { kind: 'emptying', atMs, massG: numberIn(record, 'massG') };
    case 'fault':
      return { kind: 'fault', atMs, code: textIn(record, 'code'), state: record['state'] === 'cleared' ? 'cleared' : 'raised' };
    default:
      return undefined;
  }
}

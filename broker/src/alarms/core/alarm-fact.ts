import type { AlarmKind } from '@kringwijzer/contract';

/**
 * What is true of one possible alarm at a moment. `unknown` is also what lies between two thresholds: it changes nothing,
 * so that noise at a threshold neither raises nor ends.
 */
export type AlarmSignal = 'on' | 'off' | 'unknown';

/** What the words of an alarm need: names, shares, hours. */
export type AlarmValues = Readonly<Record<string, string | number>>;

/** One possible alarm as the site is now. */
export interface AlarmFact {
  readonly key: string;
  readonly kind: AlarmKind;
  readonly node?: string;
  readonly device?: string;
  readonly signal: AlarmSignal;
  readonly values: AlarmValues;
  /** Keys of alarms that say the same and more: while one of them goes on, this one is not raised. */
  readonly coveredBy?: readonly string[];
}

/** Key of an alarm: its kind and what it is about. */
export const alarmKeyOf = (kind: AlarmKind, node: string, device?: string): string =>
  device === undefined ? `${kind}:${node}` : `${kind}:${node}/${device}`;

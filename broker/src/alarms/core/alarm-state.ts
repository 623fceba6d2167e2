import type { AlarmKind } from '@kringwijzer/contract';
import type { AlarmValues } from './alarm-fact.ts';

/** An alarm people were told of. */
export interface Raised {
  readonly id: string;
  readonly raisedAt: number;
  /** Since when nobody has answered: the start of the wait for escalation. */
  readonly waitingSince: number;
  readonly acknowledged?: { readonly by: string; readonly at: number };
  readonly escalatedAt?: number;
}

/** Quiet for a while, because a person said why. */
export interface Snooze {
  readonly by: string;
  readonly until: number;
  readonly reason: string;
}

/** What is remembered of one possible alarm. */
export interface Watched {
  readonly kind: AlarmKind;
  readonly node?: string;
  readonly device?: string;
  readonly values: AlarmValues;
  /** Above its threshold (and not below the lower one since). */
  readonly triggered: boolean;
  /** When `triggered` last changed. */
  readonly since: number;
  /** Since when its device is no longer spoken of. */
  readonly missingSince?: number;
  readonly alarm?: Raised;
  readonly snooze?: Snooze;
}

/** The engine's whole memory; plain JSON, times UTC epoch ms. */
export interface AlarmState {
  readonly nextId: number;
  readonly watched: Readonly<Record<string, Watched>>;
}

export const EMPTY_STATE: AlarmState = { nextId: 1, watched: {} };

/** Something people are to be told. */
export interface AlarmEvent {
  readonly type: 'raised' | 'ended' | 'escalated' | 'reminded';
  readonly at: number;
  readonly key: string;
  readonly watched: Watched & { readonly alarm: Raised };
  /** True when it is shown but nobody is told: snoozed, switched off or its device gone. */
  readonly silent: boolean;
}

/** The engine after a step, and what came of it. */
export interface AlarmStep {
  readonly state: AlarmState;
  readonly events: readonly AlarmEvent[];
}

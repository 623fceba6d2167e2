import type { Beam } from './door-config.ts';

/** A beam's settled state and a change that may still be bounce. */
export interface BeamState {
  readonly broken: boolean;
  readonly changedAtMs: number;
  /** When the level last left the settled state; undefined when it is there. */
  readonly pendingAtMs: number | undefined;
}

/** A change that lasted, at the moment it began. */
export interface BeamChange {
  readonly beam: Beam;
  readonly atMs: number;
  readonly broken: boolean;
}

export const freeBeam = (atMs: number): BeamState => ({ broken: false, changedAtMs: atMs, pendingAtMs: undefined });

/** The beam after a raw edge. A return within the debounce time removes the pulse or gap as a whole. */
export function onEdge(beam: BeamState, broken: boolean, atMs: number): BeamState {
  if (broken === beam.broken) return beam.pendingAtMs === undefined ? beam : { ...beam, pendingAtMs: undefined };
  return beam.pendingAtMs === undefined ? { ...beam, pendingAtMs: atMs } : beam;
}

/** The change that has lasted `debounceMs` by `nowMs`, or undefined. */
export function lastedChange(name: Beam, beam: BeamState, nowMs: number, debounceMs: number): BeamChange | undefined {
  if (beam.pendingAtMs === undefined || nowMs - beam.pendingAtMs < debounceMs) return undefined;
  return { beam: name, atMs: beam.pendingAtMs, broken: !beam.broken };
}

/** The beam once a change was taken over. */
export const settledBeam = (change: BeamChange): BeamState => ({
  broken: change.broken,
  changedAtMs: change.atMs,
  pendingAtMs: undefined,
});

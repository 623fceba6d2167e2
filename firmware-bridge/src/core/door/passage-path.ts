import type { DoorConfig } from './door-config.ts';

/** Both beams as one number: 0 free, 1 beam A, 2 beam B, 3 both. */
export type Zone = 0 | 1 | 2 | 3;

/** A crossing found; `forward` means beam A first. */
export interface Crossing {
  readonly atMs: number;
  readonly forward: boolean;
}

/**
 * The way through the beams since both were last free. Positions run 0 free, 1 entry beam, 2 both, 3 exit beam, seen from the
 * side where the walker came in.
 */
export interface Path {
  readonly zone: Zone;
  readonly zoneAtMs: number;
  /** True when the walker came in at beam A; undefined while nobody is in. */
  readonly forward: boolean | undefined;
  /** The furthest the present walker came: 1, 2 or 3. */
  readonly reached: number;
  /** How long the entry beam was broken by the present walker; a body's measure against an arm's. */
  readonly entryPulseMs: number;
  readonly entryBrokenAtMs: number | undefined;
  /** Walkers seen to be through, not yet sure because the path may still run all the way back. */
  readonly through: readonly number[];
  /** How many of them no turn-back can undo any more. */
  readonly sure: number;
  /** The zone that was left when both beams became free, to see a fast walker's jump. */
  readonly leftFrom: Zone;
}

export const freePath = (atMs: number): Path => ({
  zone: 0,
  zoneAtMs: atMs,
  forward: undefined,
  reached: 0,
  entryPulseMs: 0,
  entryBrokenAtMs: undefined,
  through: [],
  sure: 0,
  leftFrom: 0,
});

const NOBODY: readonly Crossing[] = [];

/** The path after the beams changed to `zone`, and the crossings that ended by it. */
export function advancePath(config: DoorConfig, path: Path, zone: Zone, atMs: number): { path: Path; crossings: readonly Crossing[] } {
  if (zone === path.zone) return { path, crossings: NOBODY };
  const ended = endIfFree(config, path, atMs, zone);
  return { path: walk(config, ended.path, zone, atMs), crossings: ended.crossings };
}

/** Ends the path when both beams have been free for longer than a fast walker needs from one to the other. */
export function settlePath(config: DoorConfig, path: Path, nowMs: number): { path: Path; crossings: readonly Crossing[] } {
  return endIfFree(config, path, nowMs, undefined);
}

function endIfFree(config: DoorConfig, path: Path, nowMs: number, next: Zone | undefined): { path: Path; crossings: readonly Crossing[] } {
  if (path.zone !== 0 || path.forward === undefined) return { path, crossings: NOBODY };
  const exitZone: Zone = path.forward ? 2 : 1;
  const over = nowMs - path.zoneAtMs > config.skipMs;
  const jumps = next === exitZone && path.reached < 3 && path.leftFrom !== exitZone;
  if (next === undefined ? !over : !over && jumps) return { path, crossings: NOBODY };
  const forward = path.forward;
  const leftByExit = path.leftFrom === exitZone;
  const before = leftByExit ? path.through : path.through.slice(0, path.sure);
  const ends = leftByExit && path.reached === 3 ? [...before, path.zoneAtMs] : before;
  return { path: freePath(path.zoneAtMs), crossings: ends.map((atMs) => ({ atMs, forward })) };
}

function walk(config: DoorConfig, path: Path, zone: Zone, atMs: number): Path {
  const moved: Path = { ...path, zone, zoneAtMs: atMs, leftFrom: path.zone };
  if (path.forward === undefined) return zone === 0 ? moved : enter(moved, zone, atMs);
  const entryBeam = path.forward ? 1 : 2;
  const exitBeam = path.forward ? 2 : 1;
  const entryWas = (path.zone & entryBeam) !== 0;
  const entryIs = (zone & entryBeam) !== 0;
  if (!entryWas && entryIs) return entryBreaks(moved, path, atMs);
  if (entryWas && !entryIs) return entryFrees(config, moved, atMs, exitBeam);
  if ((zone & exitBeam) !== 0) return exitBreaks(moved, entryIs);
  return exitFrees(moved, entryIs, atMs);
}

// Both at the same moment: taken as coming from A; the way out decides whether it counts.
const enter = (path: Path, zone: Zone, atMs: number): Path => ({
  ...path,
  forward: zone !== 2,
  reached: zone === 3 ? 2 : 1,
  entryBrokenAtMs: atMs,
});

const entryBreaks = (moved: Path, before: Path, atMs: number): Path => ({
  ...moved,
  entryBrokenAtMs: atMs,
  reached: Math.max(before.reached, moved.zone === 3 ? 2 : 1),
});

const exitBreaks = (moved: Path, entryIs: boolean): Path =>
  entryIs ? { ...moved, reached: Math.max(moved.reached, 2), sure: moved.through.length } : { ...moved, reached: 3 };

/** The exit beam becomes free. With the entry beam broken by a second body, the first one is through, unless it all runs back. */
function exitFrees(moved: Path, entryIs: boolean, atMs: number): Path {
  if (!entryIs || moved.reached < 3) return moved;
  return { ...moved, through: [...moved.through, atMs], sure: moved.through.length, reached: 1, entryPulseMs: 0 };
}

/**
 * The entry beam becomes free. With the exit beam broken the walker is through it for the first time, or, when he already was,
 * a second body followed (a pulse as long as a body's) or an arm swung back (a short one).
 */
function entryFrees(config: DoorConfig, moved: Path, atMs: number, exitBeam: number): Path {
  const pulseMs = atMs - (moved.entryBrokenAtMs ?? atMs);
  const base: Path = { ...moved, entryBrokenAtMs: undefined };
  if (moved.zone !== exitBeam) return base;
  if (moved.reached < 3) return { ...base, reached: 3, entryPulseMs: pulseMs };
  const body = pulseMs >= Math.max(config.followerMinMs, 0.4 * moved.entryPulseMs);
  return body ? { ...base, through: [...moved.through, atMs], sure: moved.through.length, entryPulseMs: pulseMs } : base;
}

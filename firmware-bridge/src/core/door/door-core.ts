import type { Direction, Fault } from '@kringwijzer/contract';
import { type CoreOutput, type DeviceCore, isNodeTime, NO_OUTPUTS, type Step } from '../device-core.ts';
import { checkBeams, type DoorHealth, freshHealth, onPulse } from './beam-health.ts';
import { type BeamChange, type BeamState, freeBeam, lastedChange, onEdge, settledBeam } from './debounce.ts';
import type { Beam, CorrectDoor, DoorConfig, DoorEdge, DoorInput, DoorMemory } from './door-config.ts';
import { closeMinutes, countInMinute, freshMinute, type Minute } from './minute.ts';
import { advancePath, type Crossing, freePath, type Path, settlePath, type Zone } from './passage-path.ts';

/** The state of a door; opaque to callers, safe to keep: no step changes an old one. */
export interface DoorState {
  readonly beams: Readonly<Record<Beam, BeamState>>;
  readonly path: Path;
  readonly minute: Minute;
  readonly counts: DoorMemory;
  readonly health: DoorHealth;
  readonly atMs: number;
  /** The crossings this very step found, for replay and live displays; the closed minutes are the record. */
  readonly passages: readonly Passage[];
}

/** One crossing at its own moment. */
export interface Passage {
  readonly atMs: number;
  readonly direction: Direction;
}

const NO_PASSAGES: readonly Passage[] = [];
const BEAMS = ['a', 'b'] as const;

const initial = (config: DoorConfig, atMs: number): DoorState => ({
  beams: { a: freeBeam(atMs), b: freeBeam(atMs) },
  path: freePath(atMs),
  minute: freshMinute(atMs),
  counts: config.memory ?? { in: 0, out: 0 },
  health: freshHealth(atMs),
  atMs,
  passages: NO_PASSAGES,
});

/** Two beams in, closed minutes, crossings and beam faults out. Time that runs back is taken as no time passed. */
export const doorCore: DeviceCore<DoorConfig, DoorState, DoorInput> = { initial, step };

/** What to keep over a restart. */
export const doorMemory = (state: DoorState): DoorMemory => state.counts;

function step(config: DoorConfig, state: DoorState, input: DoorInput): Step<DoorState> {
  if (!isNodeTime(input.atMs)) return { state: { ...state, passages: NO_PASSAGES }, outputs: NO_OUTPUTS };
  const atMs = Math.max(state.atMs, input.atMs);
  const outputs: CoreOutput[] = [];
  let next: DoorState = settle(config, { ...state, atMs, passages: NO_PASSAGES }, atMs);
  if (input.type === 'edge') next = takeEdge(next, { ...input, atMs });
  else if (input.type === 'midnight') next = { ...next, counts: { in: 0, out: 0 } };
  else if (input.type === 'opening') next = { ...next, health: { ...next.health, openAtMs: input.open ? atMs : undefined } };
  else if (input.type === 'correct_door') outputs.push(...correction(config, input));
  else if (input.type === 'flush') next = settle(config, next, atMs + config.skipMs + config.debounceMs + 1);
  next = watch(config, next, outputs);
  next = closeTime(config, next, input.type === 'flush', outputs);
  if (next.path !== state.path || next.beams !== state.beams) outputs.push(latest(config, next));
  return { state: next, outputs: outputs.length === 0 ? NO_OUTPUTS : outputs };
}

/** Takes over every change that has lasted long enough by `nowMs`, in the order in which they began. */
function settle(config: DoorConfig, state: DoorState, nowMs: number): DoorState {
  let next = state;
  for (;;) {
    const change = firstChange(config, next, nowMs);
    if (change === undefined) break;
    next = takeChange(config, next, change);
  }
  const settled = settlePath(config, next.path, nowMs);
  return settled.path === next.path ? next : count(config, { ...next, path: settled.path }, settled.crossings);
}

function firstChange(config: DoorConfig, state: DoorState, nowMs: number): BeamChange | undefined {
  const a = lastedChange('a', state.beams.a, nowMs, config.debounceMs);
  const b = lastedChange('b', state.beams.b, nowMs, config.debounceMs);
  if (a === undefined || b === undefined) return a ?? b;
  // At the same millisecond the entry beam goes first: that is the order in which a body leaves.
  if (a.atMs === b.atMs) return state.path.forward === false ? b : a;
  return a.atMs < b.atMs ? a : b;
}

function takeChange(config: DoorConfig, state: DoorState, change: BeamChange): DoorState {
  const beams = { ...state.beams, [change.beam]: settledBeam(change) };
  const zone = ((beams.a.broken ? 1 : 0) + (beams.b.broken ? 2 : 0)) as Zone;
  const advanced = advancePath(config, state.path, zone, change.atMs);
  return count(config, { ...state, beams, path: advanced.path }, advanced.crossings);
}

function count(config: DoorConfig, state: DoorState, crossings: readonly Crossing[]): DoorState {
  let next = state;
  for (const crossing of crossings) {
    const back = config.aFirst === 'in' ? 'out' : 'in';
    const direction = crossing.forward ? config.aFirst : back;
    next = {
      ...next,
      passages: [...next.passages, { atMs: crossing.atMs, direction }],
      minute: countInMinute(next.minute, direction, crossing.atMs),
      counts: { ...next.counts, [direction]: next.counts[direction] + 1 },
    };
  }
  return next;
}

function takeEdge(state: DoorState, edge: DoorEdge): DoorState {
  const beam = state.beams[edge.beam];
  const level = beam.pendingAtMs === undefined ? beam.broken : !beam.broken;
  const health = edge.broken ? onPulse(state.health, edge.beam, edge.atMs) : state.health;
  // An edge to where the beam already was: the other edge of a pulse or gap was not delivered.
  if (level === edge.broken) return { ...state, health, minute: countInMinute(state.minute, 'missed', edge.atMs) };
  return { ...state, health, beams: { ...state.beams, [edge.beam]: onEdge(beam, edge.broken, edge.atMs) } };
}

function watch(config: DoorConfig, state: DoorState, outputs: CoreOutput[]): DoorState {
  const checked = checkBeams(config, state.health, state.beams, state.atMs);
  for (const fault of checked.faults) outputs.push({ type: 'record', record: fault satisfies Fault });
  if (!checked.stuck) return checked.health === state.health ? state : { ...state, health: checked.health };
  // Something stands in the beam for good: nobody is on the way through any more.
  return { ...state, health: checked.health, path: { ...freePath(state.atMs), zone: state.path.zone } };
}

function closeTime(config: DoorConfig, state: DoorState, flush: boolean, outputs: CoreOutput[]): DoorState {
  const closed = closeMinutes(config.device, state.minute, state.atMs, flush);
  for (const record of closed.records) outputs.push({ type: 'record', record });
  return closed.minute === state.minute ? state : { ...state, minute: closed.minute };
}

function latest(config: DoorConfig, state: DoorState): CoreOutput {
  const blocked = BEAMS.some((beam) => state.health.blocked[beam] || state.health.silent[beam]);
  return {
    type: 'state',
    device: config.device,
    value: {
      at: Math.round(state.atMs),
      in: Math.min(state.counts.in, 100_000),
      out: Math.min(state.counts.out, 100_000),
      beamA: state.beams.a.broken,
      beamB: state.beams.b.broken,
      quality: blocked ? 'suspect' : 'good',
    },
  };
}

function correction(config: DoorConfig, input: CorrectDoor): readonly CoreOutput[] {
  const factor = input.manual / input.counted;
  if (!(factor >= 0.1 && factor <= 10)) return [{ type: 'result', id: input.id, ok: false, code: 'KW_REQUEST_INVALID' }];
  const { counted, manual, by } = input;
  return [
    { type: 'record', record: { kind: 'door_correction', device: config.device, at: Math.round(input.atMs), by, counted, manual, factor } },
    { type: 'result', id: input.id, ok: true, data: { factor } },
  ];
}

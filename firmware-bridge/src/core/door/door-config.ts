import type { Direction } from '@kringwijzer/contract';
import type { Tick } from '../device-core.ts';

export type Beam = 'a' | 'b';

/** What a node keeps of a door over a restart. */
export interface DoorMemory {
  /** Counts since the local midnight of the node, for screens. */
  readonly in: number;
  readonly out: number;
}

/** A door with two light beams 5 to 15 cm apart; who breaks beam A first goes `aFirst`. */
export interface DoorConfig {
  readonly device: string;
  readonly aFirst: Direction;
  /** Pulses and gaps shorter than this are bounce. */
  readonly debounceMs: number;
  /** Longest time both beams may be free between the two pulses of one fast walker. */
  readonly skipMs: number;
  /** Shortest pulse on the first beam that can be a follower; shorter ones are arms and bags. */
  readonly followerMinMs: number;
  /** A beam broken longer than this is reported; longer than `stuckMs` it is left out of the count. */
  readonly blockedMs: number;
  readonly stuckMs: number;
  /** A beam without a pulse while the other had this many is reported. */
  readonly silentPulses: number;
  /** No pulse at all for this long in opening hours is reported. */
  readonly silentMs: number;
  readonly memory?: DoorMemory;
}

/** A kernel edge of one beam; `broken` is the state after it. */
export interface DoorEdge {
  readonly type: 'edge';
  readonly atMs: number;
  readonly beam: Beam;
  readonly broken: boolean;
}

/** A manual count by a person at the door, for the correction factor. */
export interface CorrectDoor {
  readonly type: 'correct_door';
  readonly atMs: number;
  readonly id: string;
  readonly by: string;
  /** What this door counted in that time, both ways. */
  readonly counted: number;
  /** What the person counted. */
  readonly manual: number;
}

export type DoorInput =
  | DoorEdge
  | CorrectDoor
  /** The site opens or closes; a silent beam is an alarm only when open. */
  | { readonly type: 'opening'; readonly atMs: number; readonly open: boolean }
  /** Local midnight: the counts on screens start again. */
  | { readonly type: 'midnight'; readonly atMs: number }
  | { readonly type: 'flush'; readonly atMs: number }
  | Tick;

/** A door's whole configuration; every time in milliseconds. */
export function doorConfigOf(input: Partial<DoorConfig> = {}): DoorConfig {
  return {
    device: 'door',
    aFirst: 'in',
    debounceMs: 15,
    skipMs: 250,
    followerMinMs: 60,
    blockedMs: 20_000,
    stuckMs: 300_000,
    silentPulses: 12,
    silentMs: 6 * 3_600_000,
    ...input,
  };
}

import { type Crossing, crossingEdges } from './crossings.ts';
import type { Prng } from './prng.ts';
import type { DoorEdge, DoorSimConfig, PassageTruth } from './site-config.ts';
import { countUpTo, insertSorted } from './sorted.ts';

/** A crossing to come. */
interface CrossingAct {
  readonly crossing: Crossing;
  readonly direction: 'in' | 'out';
  readonly atMs: number;
}

/** A door: crossings never mix their edges, the later one waits its turn. */
export interface DoorSim {
  readonly config: DoorSimConfig;
  /** Adds a crossing at or after its moment; gives one truth a person. */
  readonly addCrossing: (act: CrossingAct, prng: Prng) => readonly PassageTruth[];
  /** Edges in [fromMs, toMs). */
  readonly edges: (fromMs: number, toMs: number) => readonly DoorEdge[];
  readonly forgetBefore: (atMs: number) => void;
}

const TURN_MS = 900;
const LONGEST_CROSSING_MS = 12_000;

interface Stay {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A door without people. */
export function createDoorSim(config: DoorSimConfig): DoorSim {
  const stays: Stay[] = [];
  const edges: DoorEdge[] = [];
  const edgeTime = (edge: DoorEdge): number => edge.atMs;

  const isFree = (fromMs: number, toMs: number): boolean => {
    const first = countUpTo(stays, fromMs - LONGEST_CROSSING_MS - TURN_MS, (stay) => stay.fromMs);
    for (let i = first; i < stays.length; i += 1) {
      const stay = stays[i];
      if (stay === undefined || stay.fromMs > toMs + TURN_MS) return true;
      if (stay.toMs + TURN_MS > fromMs) return false;
    }
    return true;
  };
  return {
    config,
    addCrossing: (act, prng) => {
      const drawn = crossingEdges(act.crossing, act.direction, 0, prng);
      const firstMs = drawn.edges[0]?.atMs ?? 0;
      let atMs = Math.ceil(act.atMs) - firstMs;
      while (!isFree(atMs + firstMs, atMs + drawn.endMs)) atMs += TURN_MS;
      insertSorted(stays, { fromMs: atMs + firstMs, toMs: atMs + drawn.endMs }, (stay) => stay.fromMs);
      for (const edge of drawn.edges) insertSorted(edges, { ...edge, atMs: edge.atMs + atMs }, edgeTime);
      const { crossing, direction } = act;
      const at = atMs + drawn.endMs;
      return Array.from({ length: drawn.passages }, () => ({ type: 'passage', device: config.id, at, direction, crossing }) as const);
    },
    edges: (fromMs, toMs) => edges.slice(countUpTo(edges, fromMs - 0.5, edgeTime), countUpTo(edges, toMs - 0.5, edgeTime)),
    forgetBefore: (atMs) => {
      edges.splice(0, countUpTo(edges, atMs, edgeTime));
      stays.splice(
        0,
        countUpTo(stays, atMs - LONGEST_CROSSING_MS - TURN_MS, (stay) => stay.fromMs),
      );
    },
  };
}

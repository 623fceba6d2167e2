import { addAt, dropOver } from './corners.ts';
import type { Haul, Lay } from './script.ts';
import type { Variant } from './variant.ts';

/** What lies and stands on the receptor, and how it comes and goes. */
export interface Lying {
  /** Load of the four corners now, in grams. */
  readonly corners: Float64Array;
  /** The part of it that a soft ground still holds back. */
  readonly late: Float64Array;
  readonly beginLay: (lay: Lay) => void;
  readonly beginHaul: (haul: Haul) => void;
  /** Goes on by `dtMs` to `nowMs`; `moved` hears how much passed from whose hands. */
  readonly goOn: (nowMs: number, dtMs: number, moved: (lay: Lay, massG: number) => void) => void;
  readonly isMoving: () => boolean;
}

interface Transition {
  readonly lay: Lay;
  leftG: number;
}

interface Hauling {
  readonly haul: Haul;
  readonly massG: number;
  doneG: number;
}

const DONE_G = 0.02;

/** What lies there at the start of a run. */
export function createLying(variant: Variant): Lying {
  const standsG = variant.zeroWith === 'receptor' ? variant.containerG : 0;
  const corners = new Float64Array(4).fill((variant.startG + standsG) / 4);
  const late = new Float64Array(4);
  const transitions: Transition[] = [];
  const haulings: Hauling[] = [];

  const add = (massG: number, x: number, y: number): void => {
    addAt(corners, massG, x, y);
    addAt(late, variant.lateShare * massG, x, y);
  };
  const goOnHauling = (nowMs: number): void => {
    for (const hauling of haulings) {
      const { atMs, durationMs } = hauling.haul;
      const wantedG = hauling.massG * Math.min(1, (nowMs - atMs) / durationMs);
      for (let corner = 0; corner < 4; corner += 1) corners[corner] = (corners[corner] ?? 0) + (wantedG - hauling.doneG) / 4;
      hauling.doneG = wantedG;
    }
    dropOver(haulings, (hauling) => hauling.doneG === hauling.massG);
  };
  return {
    corners,
    late,
    beginLay: (lay) => {
      transitions.push({ lay, leftG: lay.massG });
    },
    beginHaul: (haul) => {
      // A lift takes all that lies there and the container: what is left is the bare receptor.
      const bareG = standsG - variant.containerG;
      const massG = Number.isNaN(haul.massG) ? bareG - corners.reduce((sum, load) => sum + load, 0) : haul.massG;
      haulings.push({ haul, massG, doneG: 0 });
    },
    goOn: (nowMs, dtMs, moved) => {
      for (const transition of transitions) {
        const { lay, leftG } = transition;
        const part = Math.abs(leftG) < DONE_G ? leftG : leftG * (1 - Math.exp(-dtMs / lay.tauMs));
        transition.leftG -= part;
        add(part, lay.x, lay.y);
        moved(lay, part);
      }
      dropOver(transitions, (transition) => transition.leftG === 0);
      goOnHauling(nowMs);
    },
    isMoving: () => transitions.length + haulings.length > 0,
  };
}

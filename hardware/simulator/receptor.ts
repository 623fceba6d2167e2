import type { Body } from './body.ts';
import { createBodyTrack } from './body-track.ts';
import { createLoadTrack, type LoadStep } from './load-track.ts';
import { smoothNoiseAt } from './prng.ts';

/** A truck that touches, lifts or sets down: random force for a while. */
interface Shake {
  readonly fromMs: number;
  readonly toMs: number;
  readonly amplitudeG: number;
}

/** The load on a receptor as a function of time, made of steps, bodies and shakes. */
export interface Receptor {
  readonly addStep: (step: LoadStep) => void;
  readonly addBody: (body: Body) => void;
  readonly addShake: (shake: Shake) => void;
  /** Lasting load when all steps before `atMs` have settled, in grams. */
  readonly staticG: (atMs: number) => number;
  /** Load of each corner in gram-force with people, shaking and ringing, creep included; four numbers in one reused array. */
  readonly cornersG: (atMs: number) => Float64Array;
  /** Drops what ended before `atMs`; earlier moments cannot be asked any more. */
  readonly forgetBefore: (atMs: number) => void;
}

/** A receptor that has long carried `startG`, spread evenly. `creepShare`: lasting rise of the output as a share of the load. */
export function createReceptor(startG: number, creepShare: number, seed: number): Receptor {
  const loads = createLoadTrack(startG, creepShare);
  const bodies = createBodyTrack();
  const shakes: Shake[] = [];
  const out = new Float64Array(4);

  const addShakes = (atMs: number): void => {
    for (const shake of shakes) {
      if (atMs < shake.fromMs || atMs >= shake.toMs) continue;
      for (let corner = 0; corner < 4; corner += 1) {
        out[corner] = (out[corner] ?? 0) + (shake.amplitudeG / 4) * smoothNoiseAt(seed + corner, atMs / (170 + 40 * corner));
      }
    }
  };
  return {
    addStep: loads.add,
    addBody: bodies.add,
    addShake: (shake) => {
      shakes.push(shake);
    },
    staticG: loads.settledG,
    cornersG: (atMs) => {
      loads.writeTo(out, atMs);
      bodies.addTo(out, atMs);
      addShakes(atMs);
      return out;
    },
    forgetBefore: (atMs) => {
      loads.forgetBefore(atMs);
      bodies.forgetBefore(atMs);
      const kept = shakes.filter((shake) => shake.toMs > atMs);
      shakes.splice(0, shakes.length, ...kept);
    },
  };
}

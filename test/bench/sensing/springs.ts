import { addAt } from './corners.ts';
import type { Variant } from './variant.ts';

/** Four damped springs under a receptor: what the cells feel when forces change. */
export interface Springs {
  /** Goes on by `dtMs` under these forces; gives where the springs are, in gram-force. */
  readonly goOn: (forces: Float64Array, late: Float64Array, dtMs: number) => Float64Array;
  /** Goods that fall: a downward kick, in gram-force by the spring's own pace. */
  readonly kick: (massG: number, x: number, y: number) => void;
  /** Everything is quiet: the springs stand where the load is. */
  readonly rest: (loads: Float64Array) => void;
}

/** Springs at rest under a load. */
export function createSprings(variant: Variant, loads: Float64Array): Springs {
  const omega = 2 * Math.PI * variant.platformHz;
  const place = loads.slice();
  const speed = new Float64Array(4);
  return {
    kick: (massG, x, y) => addAt(speed, omega * massG, x, y),
    rest: (now) => {
      place.set(now);
      speed.fill(0);
    },
    goOn: (forces, late, dtMs) => {
      const dt = dtMs / 1_000;
      const giving = Math.exp(-dtMs / Math.max(1, variant.lateMs));
      for (let corner = 0; corner < 4; corner += 1) {
        const held = (late[corner] ?? 0) * giving;
        late[corner] = held;
        const pull =
          omega * omega * ((forces[corner] ?? 0) - held - (place[corner] ?? 0)) - 2 * variant.damping * omega * (speed[corner] ?? 0);
        speed[corner] = (speed[corner] ?? 0) + dt * pull;
        place[corner] = (place[corner] ?? 0) + dt * (speed[corner] ?? 0);
      }
      return place;
    },
  };
}

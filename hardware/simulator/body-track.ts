import { type Body, bodyForceG, bodyPlace } from './body.ts';
import { cornerShare } from './load-track.ts';
import { countUpTo, insertSorted } from './sorted.ts';

/** Who stands on a receptor, as a function of time. */
export interface BodyTrack {
  readonly add: (body: Body) => void;
  /** Adds the four corner forces in gram-force to `out`. */
  readonly addTo: (out: Float64Array, atMs: number) => void;
  readonly forgetBefore: (atMs: number) => void;
}

const timeOf = (body: Body): number => body.fromMs;

/** A track without people. */
export function createBodyTrack(): BodyTrack {
  const bodies: Body[] = [];
  let present: readonly Body[] = [];
  let presentFromMs = 0;
  let presentToMs = 0;
  let longestStayMs = 0;

  /** Who is there, looked up again only when the next one comes or goes. */
  const presentAt = (atMs: number): readonly Body[] => {
    if (atMs >= presentFromMs && atMs < presentToMs) return present;
    const count = countUpTo(bodies, atMs, timeOf);
    const found: Body[] = [];
    for (let i = count - 1; i >= 0; i -= 1) {
      const body = bodies[i];
      if (body === undefined || body.fromMs < atMs - longestStayMs) break;
      if (body.toMs > atMs) found.push(body);
    }
    present = found;
    presentFromMs = atMs;
    presentToMs = Math.min(bodies[count]?.fromMs ?? Number.POSITIVE_INFINITY, ...found.map((body) => body.toMs));
    return present;
  };
  return {
    add: (body) => {
      insertSorted(bodies, body, timeOf);
      longestStayMs = Math.max(longestStayMs, body.toMs - body.fromMs);
      presentToMs = presentFromMs;
    },
    addTo: (out, atMs) => {
      for (const body of presentAt(atMs)) {
        const force = bodyForceG(body, atMs);
        const place = bodyPlace(body, atMs);
        for (let corner = 0; corner < 4; corner += 1) out[corner] = (out[corner] ?? 0) + force * cornerShare(corner, place.x, place.y);
      }
    },
    forgetBefore: (atMs) => {
      bodies.splice(0, countUpTo(bodies, atMs - longestStayMs, timeOf));
    },
  };
}

import type { Prng } from './prng.ts';
import type { DoorEdge } from './site-config.ts';

/** How people go through a door with two beams. */
export const CROSSINGS = ['single', 'tailgate', 'arm-swing', 'fast', 'bounce', 'turn-back', 'stand-still', 'side-by-side', 'cart'] as const;
export type Crossing = (typeof CROSSINGS)[number];

/** One crossing: the edges it makes and how many people really passed. */
export interface CrossingResult {
  readonly edges: readonly DoorEdge[];
  readonly passages: number;
  readonly endMs: number;
}

interface Shadow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A body `depthMm` long that passes two beams `BEAM_GAP_MM` apart at `speedMmPerMs`. */
const BEAM_GAP_MM = 100;

interface Walker {
  readonly depthMm: number;
  readonly speedMmPerMs: number;
  /** Time it stands still with both beams broken. */
  readonly haltMs: number;
}

const WALKERS: Partial<Record<Crossing, (prng: Prng) => Walker>> = {
  fast: (prng) => ({ depthMm: prng.between(220, 320), speedMmPerMs: prng.between(2.2, 3.4), haltMs: 0 }),
  'stand-still': (prng) => ({ depthMm: prng.between(230, 330), speedMmPerMs: prng.between(0.7, 1.2), haltMs: prng.between(2_000, 7_000) }),
  cart: (prng) => ({ depthMm: prng.between(900, 1_400), speedMmPerMs: prng.between(0.6, 1), haltMs: 0 }),
};

const walkerOf = (crossing: Crossing, prng: Prng): Walker =>
  WALKERS[crossing]?.(prng) ?? { depthMm: prng.between(230, 330), speedMmPerMs: prng.between(0.8, 1.5), haltMs: 0 };

/** When the first and the second beam are dark for a walker whose front reaches the first at `atMs`. */
function shadowsOf(walker: Walker, atMs: number): readonly [Shadow, Shadow] {
  const gapMs = BEAM_GAP_MM / walker.speedMmPerMs;
  const darkMs = walker.depthMm / walker.speedMmPerMs + walker.haltMs;
  return [
    { fromMs: atMs, toMs: atMs + darkMs },
    { fromMs: atMs + gapMs, toMs: atMs + gapMs + darkMs },
  ];
}

/** Somebody who looks in and goes back: the first beam is broken first and freed last. */
function turnBack(atMs: number, prng: Prng): readonly [Shadow[], Shadow[]] {
  const insideMs = prng.between(300, 1_500);
  const first = { fromMs: atMs, toMs: atMs + insideMs + prng.between(160, 400) };
  if (prng.chance(0.4)) return [[first], []];
  return [[first], [{ fromMs: atMs + prng.between(70, 140), toMs: atMs + insideMs }]];
}

/** Contact bounce or a loose sleeve: each edge of a shadow is split by gaps of a few milliseconds. */
function bounced(shadow: Shadow, prng: Prng): Shadow[] {
  const splitMs = prng.between(2, 6);
  const gapMs = prng.between(1, 7);
  const tailMs = prng.between(2, 6);
  return [
    { fromMs: shadow.fromMs, toMs: shadow.fromMs + splitMs },
    { fromMs: shadow.fromMs + splitMs + gapMs, toMs: shadow.toMs - tailMs - gapMs },
    { fromMs: shadow.toMs - tailMs, toMs: shadow.toMs },
  ];
}

function patternOf(
  crossing: Crossing,
  atMs: number,
  prng: Prng,
): { readonly beams: readonly [Shadow[], Shadow[]]; readonly passages: number } {
  if (crossing === 'turn-back') return { beams: turnBack(atMs, prng), passages: 0 };
  const walker = walkerOf(crossing, prng);
  const [first, second] = shadowsOf(walker, atMs);
  if (crossing === 'bounce') return { beams: [bounced(first, prng), bounced(second, prng)], passages: 1 };
  if (crossing === 'arm-swing') {
    // The arm reaches the first beam before the body does, and is back before the body follows.
    const pulse = { fromMs: atMs - prng.between(220, 320), toMs: atMs - prng.between(90, 160) };
    return { beams: [[pulse, first], [second]], passages: 1 };
  }
  if (crossing === 'tailgate') {
    // The follower enters the first beam while the leader still darkens the second.
    const next = shadowsOf(walker, first.toMs + prng.between(25, 0.8 * (second.toMs - first.toMs)));
    return {
      beams: [
        [first, next[0]],
        [second, next[1]],
      ],
      passages: 2,
    };
  }
  return { beams: [[first], [second]], passages: crossing === 'side-by-side' ? 2 : 1 };
}

/** The edges of one crossing that starts at `atMs`; `in` meets beam a first. Edge times are whole milliseconds. */
export function crossingEdges(crossing: Crossing, direction: 'in' | 'out', atMs: number, prng: Prng): CrossingResult {
  const { beams, passages } = patternOf(crossing, atMs, prng);
  const names = direction === 'in' ? (['a', 'b'] as const) : (['b', 'a'] as const);
  const edges: DoorEdge[] = [];
  beams.forEach((shadows, i) => {
    for (const shadow of shadows) {
      const beam = names[i] ?? 'a';
      edges.push({ atMs: Math.round(shadow.fromMs), beam, broken: true }, { atMs: Math.round(shadow.toMs), beam, broken: false });
    }
  });
  edges.sort((one, other) => one.atMs - other.atMs);
  return { edges, passages, endMs: edges.at(-1)?.atMs ?? atMs };
}

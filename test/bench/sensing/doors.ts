import type { Chance } from './chance.ts';

/** The ways people go through a door, each judged by itself. */
export const DOOR_CLASSES = [
  'single',
  'tailgate',
  'arm swing before',
  'arm swing after',
  'arm at the second beam',
  'fast walker',
  'contact bounce',
  'looks in and turns back',
  'turns back at the second beam',
  'stands still in the beams',
  'cart',
  'carries a long thing',
  'two in opposite directions, one after the other',
  'side by side',
] as const;
export type DoorClass = (typeof DOOR_CLASSES)[number];

/** A beam that changes. */
interface BeamEdge {
  readonly atMs: number;
  readonly beam: 'a' | 'b';
  readonly broken: boolean;
}

/** Somebody really went through. */
interface DoorTruth {
  readonly atMs: number;
  readonly direction: 'in' | 'out';
}

/** A run of crossings with a quiet second or more between them. */
export interface DoorRun {
  readonly edges: readonly BeamEdge[];
  readonly truths: readonly DoorTruth[];
  readonly lengthMs: number;
}

type Dark = readonly [fromMs: number, toMs: number];

/** Dark spans of the beam met first and of the one met second, and how many went through. */
interface Shadows {
  readonly first: readonly Dark[];
  readonly second: readonly Dark[];
  readonly people: number;
}

interface Body {
  readonly atMs: number;
  readonly depthMm: number;
  readonly speed: number;
  readonly gapMm: number;
  readonly haltMs?: number;
}

/** A body whose tail is up to a third slower or faster between the beams than its front was. */
function pass(body: Body, chance: Chance): { readonly first: Dark; readonly second: Dark } {
  const reachMs = body.gapMm / body.speed;
  const freeMs = body.atMs + body.depthMm / body.speed + (body.haltMs ?? 0);
  return { first: [body.atMs, freeMs], second: [body.atMs + reachMs, freeMs + reachMs * chance.range(0.75, 1.35)] };
}

/** A contact that chatters at both edges of a dark span. */
function chatter(dark: Dark, chance: Chance): readonly Dark[] {
  const [fromMs, toMs] = dark;
  const spans: Dark[] = [];
  let atMs = fromMs;
  for (let i = 0; i < 1 + Math.floor(chance.range(0, 3)); i += 1) {
    const onMs = chance.range(1, 5);
    spans.push([atMs, atMs + onMs]);
    atMs += onMs + chance.range(1, 8);
  }
  const tailMs = toMs - chance.range(8, 12);
  spans.push([atMs, tailMs], [tailMs + chance.range(1, 6), toMs + 4]);
  return spans;
}

const walk = (atMs: number, gapMm: number, chance: Chance): Body => ({
  atMs,
  gapMm,
  depthMm: chance.range(210, 340),
  speed: chance.range(0.7, 1.6),
});

const ordinary = (atMs: number, gapMm: number, chance: Chance): Shadows => {
  const { first, second } = pass(walk(atMs, gapMm, chance), chance);
  return { first: [first], second: [second], people: 1 };
};

type Maker = (atMs: number, gapMm: number, chance: Chance) => Shadows;

const MAKERS: Readonly<Record<Exclude<DoorClass, 'two in opposite directions, one after the other'>, Maker>> = {
  single: ordinary,
  'side by side': (...args) => ({ ...ordinary(...args), people: 2 }),
  tailgate: (atMs, gapMm, chance) => {
    const leader = walk(atMs, gapMm, chance);
    const front = pass(leader, chance);
    // The follower comes while the leader still darkens the second beam, at the leader's pace.
    const room = front.second[1] - front.first[1];
    const back = pass(
      { ...leader, depthMm: leader.depthMm * chance.range(0.9, 1.1), atMs: front.first[1] + chance.range(18, Math.max(20, 0.85 * room)) },
      chance,
    );
    const clear: Dark = [Math.max(back.second[0], front.second[1] + 18), back.second[1]];
    return { first: [front.first, back.first], second: [front.second, clear], people: 2 };
  },
  'arm swing before': (atMs, gapMm, chance) => {
    const body = ordinary(atMs, gapMm, chance);
    const fromMs = atMs - chance.range(180, 400);
    return { ...body, first: [[fromMs, fromMs + chance.range(25, 110)], ...body.first] };
  },
  'arm swing after': (atMs, gapMm, chance) => {
    const body = ordinary(atMs, gapMm, chance);
    const endMs = body.second[0]?.[1] ?? atMs;
    const fromMs = endMs + chance.range(30, 120);
    return { ...body, second: [...body.second, [fromMs, fromMs + chance.range(25, 90)]] };
  },
  'arm at the second beam': (atMs, gapMm, chance) => {
    // The hand reaches the second beam while the body is in the first, and is drawn back before the body comes.
    const { first, second } = pass({ ...walk(atMs, gapMm, chance), speed: chance.range(0.5, 0.9) }, chance);
    const handMs = first[0] + chance.range(15, 35);
    const backMs = Math.min(handMs + chance.range(25, 45), second[0] - 18);
    const hand: readonly Dark[] = backMs > handMs + 2 ? [[handMs, backMs]] : [];
    return { first: [first], second: [...hand, second], people: 1 };
  },
  'fast walker': (atMs, gapMm, chance) => {
    const { first, second } = pass({ ...walk(atMs, gapMm, chance), speed: chance.range(2, 3.8) }, chance);
    return { first: [first], second: [second], people: 1 };
  },
  'contact bounce': (atMs, gapMm, chance) => {
    const { first, second } = pass(walk(atMs, gapMm, chance), chance);
    return { first: chatter(first, chance), second: chatter(second, chance), people: 1 };
  },
  'looks in and turns back': (atMs, _gapMm, chance) => ({ first: [[atMs, atMs + chance.range(200, 2_500)]], second: [], people: 0 }),
  'turns back at the second beam': (atMs, gapMm, chance) => {
    const reachMs = atMs + gapMm / chance.range(0.5, 1.1);
    const leavesMs = reachMs + chance.range(150, 2_000);
    return { first: [[atMs, leavesMs + chance.range(60, 200)]], second: [[reachMs, leavesMs]], people: 0 };
  },
  'stands still in the beams': (atMs, gapMm, chance) => {
    const { first, second } = pass({ ...walk(atMs, gapMm, chance), haltMs: chance.range(1_500, 9_000) }, chance);
    return { first: [first], second: [second], people: 1 };
  },
  cart: (atMs, gapMm, chance) => {
    const body = { ...walk(atMs, gapMm, chance), depthMm: chance.range(850, 1_600), speed: chance.range(0.5, 1.1) };
    const { first, second } = pass(body, chance);
    return { first: [first], second: [second], people: 1 };
  },
  'carries a long thing': (atMs, gapMm, chance) => {
    const body = { ...walk(atMs, gapMm, chance), depthMm: chance.range(1_800, 3_200), speed: chance.range(0.6, 1.1) };
    const { first, second } = pass(body, chance);
    return { first: [first], second: [second], people: 1 };
  },
};

interface Crossing {
  readonly edges: readonly BeamEdge[];
  readonly truths: readonly DoorTruth[];
  readonly endMs: number;
}

function crossing(shadows: Shadows, direction: 'in' | 'out'): Crossing {
  const beams = direction === 'in' ? (['a', 'b'] as const) : (['b', 'a'] as const);
  const edges: BeamEdge[] = [];
  [shadows.first, shadows.second].forEach((spans, i) => {
    for (const [fromMs, toMs] of spans) {
      const beam = beams[i] ?? 'a';
      edges.push({ atMs: fromMs, beam, broken: true }, { atMs: toMs, beam, broken: false });
    }
  });
  edges.sort((one, other) => one.atMs - other.atMs);
  const endMs = edges.at(-1)?.atMs ?? 0;
  return { edges, endMs, truths: Array.from({ length: shadows.people }, () => ({ atMs: endMs, direction })) };
}

function crossingsOf(kind: DoorClass, atMs: number, gapMm: number, chance: Chance): readonly Crossing[] {
  const direction = chance.hits(0.5) ? 'in' : 'out';
  if (kind !== 'two in opposite directions, one after the other') return [crossing(MAKERS[kind](atMs, gapMm, chance), direction)];
  const one = crossing(ordinary(atMs, gapMm, chance), direction);
  const other = crossing(ordinary(one.endMs + chance.range(350, 900), gapMm, chance), direction === 'in' ? 'out' : 'in');
  return [one, other];
}

/** A run of `count` crossings of the given classes; the gap between the beams is 60 to 140 mm, fixed for the run. */
export function createDoorRun(kinds: readonly DoorClass[], count: number, chance: Chance): DoorRun {
  const gapMm = chance.range(60, 140);
  const edges: BeamEdge[] = [];
  const truths: DoorTruth[] = [];
  let atMs = 5_000;
  for (let i = 0; i < count; i += 1) {
    const kind = kinds[Math.floor(chance.range(0, kinds.length))] ?? 'single';
    for (const part of crossingsOf(kind, atMs, gapMm, chance)) {
      edges.push(...part.edges);
      truths.push(...part.truths);
      atMs = part.endMs;
    }
    atMs += 1_300 + chance.expo(6_000);
  }
  return { edges, truths, lengthMs: atMs + 10_000 };
}

import type { Stream } from '@kringwijzer/contract';
import type { Body, Carried } from './body.ts';
import type { Prng } from './prng.ts';
import type { ScaleSim } from './scale-sim.ts';
import type { MassTruth } from './site-config.ts';

/** Somebody brings or takes goods. `personG` 0: from beside the receptor, nobody steps on it. */
export interface GoodsAct {
  readonly atMs: number;
  readonly massG: number;
  readonly personG: number;
  /** Mass of a cart that rolls on and off again, 0 for none. */
  readonly cartG: number;
  readonly stream?: Stream;
}

const LONGEST_ITEMS = 8;
const HEAVY_ITEM_G = 9_000;

/** Splits goods into what is handled in one go: light goods at once, heavy ones in several turns. */
function itemsOf(massG: number, prng: Prng): readonly number[] {
  const turns = Math.min(LONGEST_ITEMS, 1 + Math.floor((massG / HEAVY_ITEM_G) * prng.next() * 1.3));
  const parts = Array.from({ length: turns }, () => 0.4 + prng.next());
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (massG * part) / sum);
}

interface Handling {
  readonly turnsAtMs: readonly number[];
  readonly riseMs: readonly number[];
  readonly walkMs: number;
  readonly endMs: number;
}

function handlingOf(scale: ScaleSim, act: GoodsAct, count: number, prng: Prng): Handling {
  const isWalkIn = scale.config.role === 'container';
  const walkMs = act.personG === 0 ? 0 : isWalkIn ? prng.between(3_000, 9_000) : prng.between(1_000, 2_400);
  let atMs = act.atMs + walkMs;
  const turnsAtMs: number[] = [];
  const riseMs: number[] = [];
  for (let i = 0; i < count; i += 1) {
    atMs += prng.between(800, 3_200);
    const rise = prng.between(200, 1_100);
    turnsAtMs.push(atMs);
    riseMs.push(rise);
    atMs += rise;
  }
  return { turnsAtMs, riseMs, walkMs, endMs: atMs + prng.between(500, 1_800) + walkMs };
}

function bodyOf(act: GoodsAct, handling: Handling, carried: readonly Carried[], prng: Prng): Body {
  const hasCart = act.cartG > 0;
  return {
    seed: Math.floor(prng.next() * 0x7f_ff_ff_ff),
    massG: act.personG + act.cartG,
    fromMs: act.atMs,
    toMs: handling.endMs,
    walkMs: handling.walkMs,
    stepHz: prng.between(1.5, 2.1),
    bounce: hasCart ? prng.between(0.04, 0.09) : prng.between(0.12, 0.3),
    axles: hasCart ? 2 : 1,
    edgeX: prng.between(0.3, 0.7),
    edgeY: 0.02,
    placeX: prng.between(0.2, 0.8),
    placeY: prng.between(0.3, 0.9),
    carried,
  };
}

/** Goods set down (`sign` 1) or picked up (-1), with the person who does it. */
function handle(scale: ScaleSim, act: GoodsAct, sign: 1 | -1, prng: Prng): MassTruth {
  const items = itemsOf(act.massG, prng);
  const handling = handlingOf(scale, act, items.length, prng);
  const carried = items.map((massG, i) => ({
    massG,
    riseMs: handling.riseMs[i] ?? 0,
    fromMs: sign === 1 ? act.atMs : (handling.turnsAtMs[i] ?? 0),
    toMs: sign === 1 ? (handling.turnsAtMs[i] ?? 0) : handling.endMs,
  }));
  const body = act.personG > 0 ? bodyOf(act, handling, carried, prng) : undefined;
  if (body !== undefined) scale.receptor.addBody(body);
  items.forEach((massG, i) => {
    scale.receptor.addStep({
      atMs: handling.turnsAtMs[i] ?? act.atMs,
      riseMs: handling.riseMs[i] ?? 0,
      massG: sign * massG,
      x: body?.placeX ?? prng.between(0.3, 0.7),
      y: body?.placeY ?? prng.between(0.3, 0.7),
    });
  });
  return {
    type: sign === 1 ? 'deposit' : 'removal',
    device: scale.config.id,
    at: Math.ceil(handling.endMs),
    massG: Math.round(act.massG),
    ...(act.stream === undefined ? {} : { stream: act.stream }),
    ...(act.personG > 0 ? { personG: Math.round(act.personG) } : {}),
  };
}

/** Somebody crosses a receptor in a few seconds, or sits down on it for minutes, without goods. */
export function passOver(scale: ScaleSim, atMs: number, personG: number, prng: Prng): void {
  const stayMs = prng.chance(0.15) ? prng.between(60_000, 240_000) : prng.between(1_500, 4_000);
  const handling = { turnsAtMs: [], riseMs: [], walkMs: Math.min(stayMs / 2, 1_500), endMs: atMs + stayMs };
  scale.receptor.addBody(bodyOf({ atMs, massG: 0, personG, cartG: 0 }, handling, [], prng));
}

/** Puts goods down on a scale from `act.atMs` on; the truth's `at` is when the last foot is off. */
export function deposit(scale: ScaleSim, act: GoodsAct, prng: Prng): MassTruth {
  return handle(scale, act, 1, prng);
}

/** Takes goods off a scale from `act.atMs` on. Throws RangeError when less lies there. */
export function removal(scale: ScaleSim, act: GoodsAct, prng: Prng): MassTruth {
  if (act.massG > scale.goodsG(act.atMs) + 1) throw new RangeError(`less than ${act.massG} g lies on ${scale.config.id}`);
  return handle(scale, act, -1, prng);
}

/** A truck fetches a container. */
export interface TruckAct {
  readonly atMs: number;
  /** How long the container is away. */
  readonly awayMs: number;
}

const LIFT_MS = 14_000;
const TRUCK_SHAKE_G = 45_000;

/** The truck couples (shaking), lifts the container with all that lies in it, brings it back empty and drives off. */
export function emptying(scale: ScaleSim, act: TruckAct, prng: Prng): MassTruth {
  const liftMs = act.atMs + prng.between(25_000, 60_000);
  const backMs = liftMs + LIFT_MS + act.awayMs;
  const endMs = backMs + LIFT_MS + prng.between(15_000, 30_000);
  const goodsG = scale.goodsG(liftMs);
  const shake = (fromMs: number, toMs: number): void => scale.receptor.addShake({ fromMs, toMs, amplitudeG: TRUCK_SHAKE_G });
  shake(act.atMs, liftMs + LIFT_MS);
  shake(backMs, endMs);
  const middle = { x: 0.5, y: 0.5, riseMs: LIFT_MS };
  scale.receptor.addStep({ ...middle, atMs: liftMs, massG: -(goodsG + scale.config.containerG) });
  scale.receptor.addStep({ ...middle, atMs: backMs, massG: scale.config.containerG });
  return { type: 'emptying', device: scale.config.id, at: Math.ceil(endMs), massG: Math.round(goodsG) };
}

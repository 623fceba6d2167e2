import { type Actor, createActor } from './actor.ts';
import type { Chance } from './chance.ts';
import { dropOver } from './corners.ts';
import { createLying } from './lying.ts';
import { type Happening, type Lay, type Shaking, startOf } from './script.ts';
import { createSprings } from './springs.ts';
import type { Variant } from './variant.ts';

/** The receptor as a machine that is stepped through time: what happens on it, on four springs. */
export interface Platform {
  /** Goes forward to `atMs` and gives the mean corner forces since the last moment in gram-force, in one reused array. */
  readonly goTo: (atMs: number) => Float64Array;
}

const STEP_MS = 8;
const REST_MS = 2_600;
const SHAKE_TAU_MS = 160;

/** Random force of a truck on all corners, each a little different. */
function createShaker(chance: Chance): (forces: Float64Array, shakings: readonly Shaking[], dtMs: number) => void {
  let now = 0;
  return (forces, shakings, dtMs) => {
    for (const shaking of shakings) {
      now += (-now * dtMs) / SHAKE_TAU_MS + shaking.sigmaG * Math.sqrt((2 * dtMs) / SHAKE_TAU_MS) * chance.normal();
      for (let corner = 0; corner < 4; corner += 1) forces[corner] = (forces[corner] ?? 0) + now * (0.25 + 0.08 * chance.normal());
    }
  };
}

/** What goes on at a moment: people, loads on their way, trucks. */
function createStage(variant: Variant, chance: Chance) {
  const lying = createLying(variant);
  const springs = createSprings(variant, lying.corners);
  const shake = createShaker(chance);
  const actors: Actor[] = [];
  const shakings: Shaking[] = [];
  const forces = new Float64Array(4);
  const handsOf = (lay: Lay): Actor | undefined =>
    lay.hands === undefined ? undefined : actors.find((actor) => actor.walker.number === lay.hands);

  const begin = (happening: Happening): void => {
    if (happening.kind === 'walker') actors.push(createActor(happening, chance));
    else if (happening.kind === 'haul') lying.beginHaul(happening);
    else if (happening.kind === 'shaking') shakings.push(happening);
    else {
      lying.beginLay(happening);
      springs.kick(happening.kick * happening.massG, happening.x, happening.y);
      handsOf(happening)?.busyAt(happening.atMs + 900);
    }
  };
  return {
    lying,
    springs,
    begin,
    isLive: (): boolean => lying.isMoving() || actors.length + shakings.length > 0,
    goOn: (nowMs: number, dtMs: number): Float64Array => {
      lying.goOn(nowMs, dtMs, (lay, massG) => handsOf(lay)?.handle(-massG));
      forces.set(lying.corners);
      for (const actor of actors) actor.press(forces, nowMs, dtMs);
      shake(forces, shakings, dtMs);
      dropOver(actors, (actor) => actor.isGone(nowMs));
      dropOver(shakings, (shaking) => nowMs > shaking.toMs);
      return springs.goOn(forces, lying.late, dtMs);
    },
  };
}

/** A platform with what the script lets happen on it. There are always four corners; who has one channel adds them up. */
export function createPlatform(variant: Variant, happenings: readonly Happening[], chance: Chance): Platform {
  const stage = createStage(variant, chance);
  const mean = new Float64Array(4);
  let next = 0;
  let nowMs = 0;
  let liveUntilMs = REST_MS;

  const nextMs = (): number => {
    const upcoming = happenings[next];
    return upcoming === undefined ? Number.POSITIVE_INFINITY : startOf(upcoming);
  };
  const stepTo = (atMs: number): void => {
    const dtMs = atMs - nowMs;
    nowMs = atMs;
    for (let upcoming = happenings[next]; upcoming !== undefined && startOf(upcoming) <= nowMs; upcoming = happenings[next]) {
      stage.begin(upcoming);
      next += 1;
      liveUntilMs = nowMs + REST_MS;
    }
    const place = stage.goOn(nowMs, dtMs);
    for (let corner = 0; corner < 4; corner += 1) mean[corner] = (mean[corner] ?? 0) + (place[corner] ?? 0) * dtMs;
    if (stage.isLive()) liveUntilMs = nowMs + REST_MS + 8 * variant.lateMs;
  };
  return {
    goTo: (atMs) => {
      if (nowMs > liveUntilMs && nextMs() > atMs) {
        // At rest: nothing moves until the next happening.
        nowMs = atMs;
        stage.springs.rest(stage.lying.corners);
        mean.set(stage.lying.corners);
        return mean;
      }
      const fromMs = nowMs;
      mean.fill(0);
      const steps = Math.ceil((atMs - fromMs) / STEP_MS);
      for (let i = 1; i <= steps; i += 1) stepTo(i === steps ? atMs : fromMs + i * STEP_MS);
      for (let corner = 0; corner < 4; corner += 1) mean[corner] = (mean[corner] ?? 0) / (atMs - fromMs);
      return mean;
    },
  };
}

import { type Gift, midnightOf, openingOf } from './yard.ts';

/** One filling of the container, from an emptying to the next. */
export interface Cycle {
  /** When it was empty, UTC epoch ms. */
  readonly fromMs: number;
  /** When the gift fell in that made it full. */
  readonly fullMs: number;
}

const PICKUP_MIN = 8 * 60;

/** Fills a container again and again: once full it is emptied at eight o'clock on the next open day. Whole cycles only. */
export function cyclesOf(gifts: readonly Gift[], fullG: number, days: number): readonly Cycle[] {
  const pickups = Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    openingOf(day) === undefined ? [] : [midnightOf(day) + PICKUP_MIN * 60_000],
  );
  const cycles: Cycle[] = [];
  let fromMs = midnightOf(0);
  let contentG = 0;
  for (const { atMs, massG } of gifts) {
    if (atMs < fromMs) continue;
    contentG += massG;
    if (contentG < fullG) continue;
    cycles.push({ fromMs, fullMs: atMs });
    const pickup = pickups.find((at) => at > atMs);
    if (pickup === undefined) break;
    fromMs = pickup;
    contentG = 0;
  }
  return cycles;
}

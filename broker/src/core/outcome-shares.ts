import { DAY_MS, type EntryOf, type OutcomeShares } from '@kringwijzer/contract';

/** How far back the shares look: a year has each season once. */
export const SHARES_BACK_MS = 365 * DAY_MS;

/**
 * Lines a share must rest on. Shares of n independent lines have a standard error of at most 0.5/√n: with 100 that is half a dot of the
 * ten that the kiosk shows. Weighed lines count by Kish's effective size, (Σm)²/Σm², so that one truck does not speak for all.
 */
const LEAST_LINES = 100;
/** A single week may be unlike the others: a move, a feast, a gift of a shop. */
const LEAST_SPAN_MS = 28 * DAY_MS;

type OutcomeBody = EntryOf<'outcome'>;

/** Shares of reused, recycled and residual mass; undefined while the lines say too little. Lines without a mass count for nothing. */
export function outcomeShares(bodies: readonly OutcomeBody[], yearOf: (atMs: number) => number): OutcomeShares | undefined {
  const weighed = bodies.filter(({ massG }) => massG > 0);
  const totalG = sumOf(weighed, ({ massG }) => massG);
  const effective = totalG === 0 ? 0 : totalG ** 2 / sumOf(weighed, ({ massG }) => massG ** 2);
  const [from, to] = [Math.min(...weighed.map((body) => body.from)), Math.max(...weighed.map((body) => body.to))];
  if (effective < LEAST_LINES || to - from < LEAST_SPAN_MS) return undefined;
  const shareOf = (wanted: OutcomeBody['outcome']): number =>
    sumOf(weighed, ({ outcome, massG }) => (outcome === wanted ? massG : 0)) / totalG;
  const [recycled, residual] = [shareOf('recycled'), shareOf('residual')];
  return { from, to, year: yearOf(to), reused: Math.max(0, 1 - recycled - residual), recycled, residual };
}

const sumOf = (bodies: readonly OutcomeBody[], of: (body: OutcomeBody) => number): number =>
  bodies.reduce((sum, body) => sum + of(body), 0);

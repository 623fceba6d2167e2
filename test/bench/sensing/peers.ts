import { type Found, gramsBy, type Pipeline } from './pipeline.ts';

const STEP_G = 1_000;
/** A fall by more than this share of what lay there is what such a set-up can call an emptying. */
const EMPTIED_SHARE = 0.6;
const EMPTIED_MIN_G = 30_000;

/** What is built on a published value in a home-automation rule: a rise above 1 kg between two values is a deposit. */
function counterOf(): { readonly publish: (atMs: number, valueG: number) => void; readonly found: Found[] } {
  const found: Found[] = [];
  let before: number | undefined;
  return {
    found,
    publish: (atMs, valueG) => {
      const change = valueG - (before ?? valueG);
      if (change > STEP_G) found.push({ type: 'deposit', atMs, massG: change });
      else if (change < -Math.max(EMPTIED_MIN_G, EMPTIED_SHARE * Math.abs(before ?? 0)))
        found.push({ type: 'emptying', atMs, massG: -change });
      else if (change < -STEP_G) found.push({ type: 'removal', atMs, massG: -change });
      before = valueG;
    },
  };
}

/** The drivers of these set-ups reject the two rails and -1, the signs of an amplifier that is not there. */
const isRejected = (raw: readonly number[]): boolean => raw.some((value) => value >= 8_388_607 || value <= -8_388_608 || value === -1);

/** Mean of each whole minute, then rises above 1 kg: what a home-automation system with a statistics sensor does. */
export const MEAN_60S: Pipeline = {
  name: 'mean of 60 s',
  start: (header) => {
    const grams = gramsBy(header);
    const counter = counterOf();
    let minute = 0;
    let sum = 0;
    let count = 0;
    return {
      take: ({ t, raw }) => {
        if (isRejected(raw)) return;
        const now = Math.floor(t / 60_000);
        if (now !== minute && count > 0) {
          counter.publish((minute + 1) * 60_000, sum / count);
          sum = 0;
          count = 0;
        }
        minute = now;
        sum += grams(raw);
        count += 1;
      },
      end: () => counter.found,
    };
  },
};

/** A ring of the last values, summed up every 5 s by a rule. */
function everyFiveSeconds(name: string, size: number, meanOf: (window: readonly number[]) => number): Pipeline {
  return {
    name,
    start: (header) => {
      const grams = gramsBy(header);
      const counter = counterOf();
      const ring: number[] = [];
      let dueMs = 5_000;
      return {
        take: ({ t, raw }) => {
          if (isRejected(raw)) return;
          ring.push(grams(raw));
          if (ring.length > size) ring.shift();
          if (t < dueMs || ring.length < size) return;
          dueMs = t - (t % 5_000) + 5_000;
          counter.publish(t, meanOf(ring));
        },
        end: () => counter.found,
      };
    },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Moving average of ten readings, published every 5 s: the usual filter of an ESP board. */
export const MOVING_AVERAGE: Pipeline = everyFiveSeconds('moving average 10', 10, mean);

/** Mean of eighteen readings without the highest and the lowest, published every 5 s: what the common Arduino library does. */
export const TRIMMED_MEAN: Pipeline = everyFiveSeconds('trimmed mean 16', 18, (window) =>
  mean(window.toSorted((one, other) => one - other).slice(1, -1)),
);

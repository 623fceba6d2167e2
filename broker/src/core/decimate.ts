/** A point of a chart. */
interface ChartPoint {
  readonly at: number;
  readonly value: number;
}

/** Thins points that come in order of time to at most `maxPoints`: of each slice of time its lowest and highest stay, in order. */
export interface Decimator {
  add(point: ChartPoint): void;
  done(): readonly ChartPoint[];
}

/** A decimator of the time [from, to); points outside are not expected. `maxPoints` is 2 or more. */
export function createDecimator(from: number, to: number, maxPoints: number): Decimator {
  const slices = Math.max(1, Math.floor(maxPoints / 2));
  const sliceMs = (to - from) / slices;
  const all: ChartPoint[] = [];
  const extremes = new Map<number, { low: ChartPoint; high: ChartPoint }>();

  const thin = (point: ChartPoint): void => {
    const slice = Math.min(slices - 1, Math.floor((point.at - from) / sliceMs));
    const seen = extremes.get(slice);
    if (seen === undefined) extremes.set(slice, { low: point, high: point });
    else if (point.value < seen.low.value) seen.low = point;
    else if (point.value > seen.high.value) seen.high = point;
  };

  return {
    add: (point) => {
      if (all.length <= maxPoints) all.push(point);
      thin(point);
    },
    done: () => {
      if (all.length <= maxPoints) return all;
      return [...extremes.values()].flatMap(({ low, high }) => {
        if (low === high) return [low];
        return low.at <= high.at ? [low, high] : [high, low];
      });
    },
  };
}

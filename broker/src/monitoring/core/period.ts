/** A time a figure is about; UTC epoch ms, `from` inclusive, `to` exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/** Days of a period, with a fraction for the hour a clock change adds or takes. */
export const daysOf = ({ from, to }: Period): number => (to - from) / DAY_MS;

/** True when a moment lies in the period. */
export const holds = ({ from, to }: Period, at: number): boolean => at >= from && at < to;

/** True when a time and the period have a moment in common. */
export const overlaps = (period: Period, from: number, to: number): boolean => from < period.to && Math.max(to, from + 1) > period.from;

import type { SeriesKey, SeriesMatch } from '../ports/series-store.ts';

/** The text under which a series is the same one: measurement, field and sorted tags, whatever characters they hold. */
export function seriesIdOf(series: SeriesKey): string {
  const tags = Object.entries(series.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([series.measurement, series.field, ...tags.flat()]);
}

/** True when the series fits the match; what the match leaves out fits always. */
export function seriesMatches(series: SeriesKey, match: SeriesMatch): boolean {
  if (match.measurement !== undefined && match.measurement !== series.measurement) return false;
  if (match.field !== undefined && match.field !== series.field) return false;
  return Object.entries(match.tags ?? {}).every(([name, value]) => series.tags[name] === value);
}

import type { Aggregate, SeriesKey } from '../ports/series-store.ts';
import type { Calendar } from './calendar.ts';
import { AGGREGATE_DEFINITIONS, definitionOf } from './series-definitions.ts';

/** What stands above the data of an export. */
export interface ExportHead {
  readonly site: string;
  readonly timeZone: string;
  readonly calendar: Calendar;
  /** When the export was made, UTC epoch ms. */
  readonly madeAtMs: number;
  /** All series that may follow; their units and meaning go into the head. */
  readonly series: readonly SeriesKey[];
}

/** What a series in an export measures, and how. */
interface SeriesDefinition extends Pick<SeriesKey, 'measurement' | 'field' | 'unit' | 'kind'> {
  readonly definition: string;
}

/** An export described for a reader without our manual. */
export interface ExportDescription {
  readonly site: string;
  readonly timeZone: string;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly note: string;
  readonly series: readonly SeriesDefinition[];
  readonly aggregates: Readonly<Record<string, string>>;
}

const NOT_FOR_TRADE = 'Indicative weighing, not for trade.';

/** Units and definitions of all that follows the head; `fn` are the figures of buckets, none for raw points. */
export function describeExport({ site, timeZone, madeAtMs, series }: ExportHead, fn: readonly Aggregate[] = []): ExportDescription {
  const defined = series.map(({ measurement, field, unit, kind }) => ({
    measurement,
    field,
    unit,
    kind,
    definition: definitionOf({ measurement, field }),
  }));
  return {
    site,
    timeZone,
    madeAt: new Date(madeAtMs).toISOString(),
    note: NOT_FOR_TRADE,
    series: [...new Map(defined.map((each) => [`${each.measurement} ${each.field}`, each])).values()],
    aggregates: Object.fromEntries(fn.map((name) => [name, AGGREGATE_DEFINITIONS[name]])),
  };
}

/** Names of all tags of the series, each a column of its own. */
export const tagNamesOf = ({ series }: ExportHead): readonly string[] =>
  [...new Set(series.flatMap(({ tags }) => Object.keys(tags)))].sort();

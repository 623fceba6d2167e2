import type { Cell } from './core/csv.ts';
import { DUTCH_WORDS } from './core/dutch-figures.ts';
import type { TrendSeries } from './core/trend-columns.ts';
import type { TrendTable } from './trends.ts';

const COMPARE_WORDS: Readonly<Record<string, string>> = {
  last_year: 'Een jaar eerder',
  baseline: 'Nulmeting',
  target: 'Doel',
  device: 'Ander apparaat',
  site: 'Andere locatie',
};

interface TrendFile {
  readonly compared: readonly (number | null)[] | undefined;
  readonly compare: string;
  readonly unit: string;
  readonly timeZone: string;
  readonly hours: boolean;
}

/** What a chart shows as the rows of a file: local and UTC time, a column for each part, the sum, what it is held against, completeness. */
export function trendRows(table: TrendTable, { compared, compare, unit, timeZone, hours }: TrendFile): readonly (readonly Cell[])[] {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    ...(hours && { timeStyle: 'short' }),
  });
  const parts = table.series.filter(({ key }) => key !== 'total');
  const total = table.series.find(({ key }) => key === 'total');
  const wordOf = ({ label }: TrendSeries): string => DUTCH_WORDS[label] ?? label;
  const heads = [
    'Begin (plaatselijk)',
    'Begin (UTC)',
    'Einde (UTC)',
    ...parts.flatMap((part) =>
      [wordOf(part), ...(part.halves === undefined ? [] : [`± 95% ${wordOf(part)}`])].map((word) => `${word} (${unit})`),
    ),
    `Samen (${unit})`,
    ...(total?.halves === undefined ? [] : [`± 95% (${unit})`]),
    ...(compared === undefined ? [] : [`${COMPARE_WORDS[compare.split(':', 1)[0] ?? ''] ?? compare} (${unit})`]),
    'Compleet (%)',
  ];
  const rows = table.starts.map((start, index): readonly Cell[] => {
    const share = table.completeness[index];
    return [
      local.format(start),
      new Date(start).toISOString(),
      new Date(table.ends[index] ?? start).toISOString(),
      ...parts.flatMap(({ values, halves }) => [
        round(values[index] ?? 0),
        ...(halves === undefined ? [] : [roundOrNothing(halves[index])]),
      ]),
      round(table.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)),
      ...(total?.halves === undefined ? [] : [roundOrNothing(total.halves[index])]),
      ...(compared === undefined ? [] : [roundOrNothing(compared[index])]),
      share === null || share === undefined ? undefined : round(100 * share),
    ];
  });
  return [heads, ...rows];
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
const roundOrNothing = (value: number | null | undefined): number | undefined =>
  value === null || value === undefined ? undefined : round(value);

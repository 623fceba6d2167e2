import type { EntryOf, IndicatorResult } from '@kringwijzer/contract';
import { createCalendar } from '../core/calendar.ts';
import type { PhotoStory } from './adapters/story-photos.ts';
import { comparedWith } from './compare-trend.ts';
import type { FactSheet } from './core/fact-sheet.ts';
import type { FunderGoal } from './core/funder-html.ts';
import { resultOf } from './core/indicator-result.ts';
import { INDICATORS, type Indicator } from './core/indicator-table.ts';
import { type BalanceRow, balanceOf } from './core/mass-balance.ts';
import type { MonitorQuestion } from './core/monitor-questions.ts';
import type { Period } from './core/period.ts';
import type { Monitoring } from './monitoring.ts';
import type { TargetState } from './plans.ts';
import { yearBefore } from './year-before.ts';

/** One line of a report: an indicator with what it is held against. */
export interface ReportRow {
  readonly indicator: Indicator;
  readonly result: IndicatorResult;
  /** What the baseline comes to over as many days. */
  readonly baseline: number | undefined;
  /** The figure of a year before. */
  readonly before: number | undefined;
  readonly streams: Readonly<Record<string, number>>;
}

/** Everything a report is written from; made anew from the records, and the same for the same records. */
export interface ReportData {
  readonly site: Monitoring['site'];
  readonly period: Period;
  readonly rows: readonly ReportRow[];
  readonly balance: readonly BalanceRow[];
  readonly months: {
    readonly starts: readonly number[];
    readonly values: readonly number[];
    readonly before: readonly (number | null)[];
  };
  readonly targets: readonly TargetState[];
  readonly baseline: EntryOf<'baseline'> | undefined;
  readonly markers: readonly EntryOf<'marker'>[];
  readonly stories: readonly EntryOf<'story'>[];
  readonly evaluations: readonly EntryOf<'evaluation'>[];
  readonly partners: readonly EntryOf<'partner'>[];
  readonly impact: Monitoring['impact'];
  readonly questions: readonly MonitorQuestion[];
  /** Stories of the visitor screen that were shown in the period. */
  readonly photoStories: readonly PhotoStory[];
  /** Goals a funder wants to read about; absent: all. */
  readonly goals?: readonly FunderGoal[] | undefined;
  /** Doors without a manual count in the period. */
  readonly doorsUnchecked: number;
}

const STREAM_NAMES = ['textile', 'bicycles', 'furniture', 'electricals', 'building', 'other', 'unknown'] as const;

/** Gathers the figures of a report. */
export async function reportData(monitoring: Monitoring, period: Period): Promise<ReportData> {
  const { figures, plans, trends, journal, site, impact, mappings } = monitoring;
  const sheet = await figures.sheet(period);
  const baseline = await plans.baselineFor(period);
  const before = await plans.comparable(yearBefore(createCalendar(site.timeZone), period));
  const asked = { ...period, measure: 'mass', bucket: 'month', group: 'total' } as const;
  const months = await trends.table(asked);
  const visits = await trends.table({ ...asked, measure: 'visits' });
  const lastYear = await comparedWith(monitoring, asked, { table: months, compare: 'last_year' });
  const bodies = <K extends 'marker' | 'story' | 'evaluation' | 'partner'>(kind: K, all = false): readonly EntryOf<K>[] =>
    journal.current(all ? { kinds: [kind] } : { kinds: [kind], ...period }).map(({ body }) => body as EntryOf<K>);
  return {
    site,
    period,
    rows: INDICATORS.map((indicator) => ({
      indicator,
      result: resultOf(indicator, sheet),
      baseline: baseline[indicator.id],
      before: before[indicator.id],
      streams: streamsOf(indicator, sheet),
    })),
    balance: balanceOf(sheet),
    months: {
      starts: months.starts,
      values: months.starts.map((_, index) => months.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)),
      before: lastYear ?? [],
    },
    targets: (await plans.targets()).filter(({ entry }) => entry.body.from < period.to && entry.body.to > period.from),
    baseline: (await plans.baseline())?.entry.body,
    markers: bodies('marker'),
    stories: bodies('story'),
    evaluations: bodies('evaluation'),
    partners: bodies('partner', true),
    impact,
    questions: mappings.questions(),
    photoStories: monitoring.photoStories().filter((story) => wasShown(story, period, site.timeZone)),
    doorsUnchecked: visits.factors.filter(({ spread }) => spread === undefined).length,
  };
}

/** True when a story stood on the visitor screen on a day of the period; one without days stands there always. */
function wasShown({ from, until }: PhotoStory, period: Period, timeZone: string): boolean {
  const day = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone });
  return (from === undefined || from <= day(period.to - 1)) && (until === undefined || until >= day(period.from));
}

function streamsOf(indicator: Indicator, sheet: FactSheet): Readonly<Record<string, number>> {
  if (!indicator.byStream) return {};
  return Object.fromEntries(
    STREAM_NAMES.flatMap((stream) => {
      const { value } = resultOf(indicator, sheet, stream);
      return value === undefined ? [] : [[stream, value]];
    }),
  );
}

import type { EntryOf, IndicatorResult, JournalEntry } from '@kringwijzer/contract';
import { type Calendar, createCalendar } from '../core/calendar.ts';
import { type Change, changeOf, type Progress, progressOf, scaled } from './core/compare.ts';
import { indicatorOf, resultOf } from './core/indicator-result.ts';
import { INDICATORS } from './core/indicator-table.ts';
import type { Measure } from './core/measures.ts';
import type { Period } from './core/period.ts';
import type { Figures } from './figures.ts';
import type { Journal } from './ports/journal.ts';
import type { Trends } from './trends.ts';

export interface PlansDeps {
  readonly journal: Journal;
  readonly figures: Figures;
  readonly trends: Trends;
  readonly timeZone: string;
  readonly nowMs: () => number;
}

/** A target with how far it has come. */
export interface TargetState extends Progress {
  readonly entry: JournalEntry & { readonly body: EntryOf<'target'> };
}

/** The baseline that holds now, with its figures by indicator. */
export interface BaselineFigures {
  readonly entry: JournalEntry & { readonly body: EntryOf<'baseline'> };
  readonly values: Readonly<Record<string, number>>;
}

export interface Plans {
  /** The latest baseline; undefined while there is none. */
  baseline(): Promise<BaselineFigures | undefined>;
  /** What the baseline comes to over a period as long as `period`, by indicator. */
  baselineFor(period: Period): Promise<Readonly<Record<string, number>>>;
  targets(): Promise<readonly TargetState[]>;
  /** Figures of a period as plain numbers, to be frozen; hidden groups stay out. */
  freeze(period: Period): Promise<Readonly<Record<string, number>>>;
  /** The same, without figures of sensors that were not yet there when the period began and without estimates by another method. */
  comparable(period: Period): Promise<Readonly<Record<string, number>>>;
  /** Whole weeks before a moment against whole weeks after it. */
  change(
    measure: Measure,
    options: { readonly at: number; readonly weeksBefore: number; readonly weeksAfter: number; readonly device?: string | undefined },
  ): Promise<Change>;
}

// A figure of a part of the period, or one estimated in another way, is nothing to hold a full one against.
const INCOMPARABLE: ReadonlySet<string> = new Set(['sensor_later', 'reuse_assumed']);

/** Comparing: with how it was, with how it should be, and before with after. */
export function createPlans(deps: PlansDeps): Plans {
  const { journal, figures, nowMs } = deps;
  const calendar = createCalendar(deps.timeZone);
  const plain = async (period: Period, isIn: (result: IndicatorResult) => boolean): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries((await figures.results(period)).filter(isIn).flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
  const freeze: Plans['freeze'] = (period) => plain(period, () => true);
  const comparable: Plans['comparable'] = (period) => plain(period, ({ notes }) => !notes.some((note) => INCOMPARABLE.has(note)));
  const baseline = async (): Promise<BaselineFigures | undefined> => {
    const entry = journal
      .current({ kinds: ['baseline'] })
      .toSorted((left, right) => left.id - right.id)
      .at(-1);
    if (entry?.body.kind !== 'baseline') return undefined;
    const { body } = entry;
    return { entry: { ...entry, body }, values: body.values ?? (await comparable(body)) };
  };
  return {
    baseline,
    freeze,
    comparable,
    baselineFor: async (period) => {
      const found = await baseline();
      if (found === undefined) return {};
      return Object.fromEntries(
        INDICATORS.flatMap((indicator) => {
          const value = scaled(indicator, found.values[indicator.id], found.entry.body, period);
          return value === undefined ? [] : [[indicator.id, value]];
        }),
      );
    },
    targets: async () => {
      const states: TargetState[] = [];
      for (const entry of journal.current({ kinds: ['target'] })) {
        const { body } = entry;
        const indicator = body.kind === 'target' ? indicatorOf(body.indicator) : undefined;
        if (body.kind !== 'target' || indicator === undefined) continue;
        const until = Math.max(body.from + 1, Math.min(body.to, nowMs()));
        const result = resultOf(indicator, await figures.sheet({ from: body.from, to: until }));
        states.push({ entry: { ...entry, body }, ...progressOf(indicator, body, result, nowMs()) });
      }
      return states;
    },
    change: (measure, options) => changeAround(deps.trends, calendar, measure, options),
  };
}

async function changeAround(
  trends: Trends,
  calendar: Calendar,
  measure: Measure,
  { at, weeksBefore, weeksAfter, device }: Parameters<Plans['change']>[1],
): Promise<Change> {
  // The week of the change itself belongs to neither side.
  const weekOfChange = calendar.startOf('isoWeek', at);
  let from = weekOfChange;
  for (let week = 0; week < weeksBefore; week += 1) from = calendar.startOf('isoWeek', from - 1);
  const start = calendar.nextOf('isoWeek', at);
  let to = start;
  for (let week = 0; week < weeksAfter; week += 1) to = calendar.nextOf('isoWeek', to);
  const sums = async (period: Period): Promise<readonly number[]> => {
    if (period.to <= period.from) return [];
    const { starts, series } = await trends.table({ ...period, measure, bucket: 'isoWeek', group: 'total', device });
    return starts.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  };
  return changeOf(await sums({ from, to: weekOfChange }), await sums({ from: start, to }));
}

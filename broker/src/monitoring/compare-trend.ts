import { type Calendar, createCalendar, type LineBucket } from '../core/calendar.ts';
import { MEASURE_INFO } from './core/measures.ts';
import { daysOf } from './core/period.ts';
import type { Monitoring } from './monitoring.ts';
import type { TrendQuery, TrendTable } from './trends.ts';

/** Values to hold a chart against, one for each of its buckets; null where there is nothing to compare with. */
export type Compared = readonly (number | null)[];

const DAY_MS = 86_400_000;
// 52 weeks: the same day of the week, so that a Saturday meets a Saturday.
const YEAR_OF_WEEKS_MS = 364 * DAY_MS;

/** The values a chart is compared with. Baseline and target are spread evenly over their days: there is no season in them. */
export async function comparedWith(
  monitoring: Monitoring,
  query: TrendQuery,
  { table, compare }: { readonly table: TrendTable; readonly compare: string },
): Promise<Compared | undefined> {
  const [what, whom = ''] = compare.split(':', 2);
  if (what === 'none') return undefined;
  if (what === 'last_year') return lastYear(monitoring, query, table);
  if (what === 'device') return otherDevice(monitoring, query, { table, device: whom });
  if (what === 'site') return otherSite(monitoring, query, { table, entry: Number(whom) });
  const perDay = compare === 'baseline' ? await baselinePerDay(monitoring, query) : await targetPerDay(monitoring, query);
  return table.starts.map((from, index) => {
    const days = daysOf({ from, to: table.ends[index] ?? from });
    const rate = perDay(from);
    return rate === undefined ? null : rate * days;
  });
}

/** The same measure of another container, door or tool. */
async function otherDevice(
  monitoring: Monitoring,
  query: TrendQuery,
  { table, device }: { readonly table: TrendTable; readonly device: string },
): Promise<Compared> {
  const other = await monitoring.trends.table({ ...query, group: 'total', device });
  const known = other.series.length > 0;
  return table.starts.map((_, index) => (known ? other.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0) : null));
}

/** The figures of another site, from its open data: whole months are exact, shorter times are a share of their month. */
function otherSite(
  { journal }: Monitoring,
  { measure }: TrendQuery,
  { table, entry }: { readonly table: TrendTable; readonly entry: number },
): Compared {
  const found = journal.current({ kinds: ['other_site'] }).find(({ id }) => id === entry)?.body;
  const { indicator } = MEASURE_INFO[measure];
  const months = found?.kind === 'other_site' && indicator !== undefined ? found.months : [];
  return table.starts.map((start, index) => {
    const end = table.ends[index] ?? start;
    const parts = months.flatMap(({ from, to, figures }) => {
      const value = indicator === undefined ? undefined : figures[indicator];
      const common = Math.min(to, end) - Math.max(from, start);
      return value === undefined || common <= 0 ? [] : [(value * common) / (to - from)];
    });
    return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
  });
}

async function lastYear(monitoring: Monitoring, query: TrendQuery, table: TrendTable): Promise<Compared> {
  const calendar = createCalendar(monitoring.site.timeZone);
  const back = (at: number): number => yearBack(calendar, query.bucket, at);
  const from = back(table.starts[0] ?? query.from);
  const last = table.starts.at(-1) ?? query.from;
  const before = await monitoring.trends.table({ ...query, group: 'total', from, to: calendar.nextOf(query.bucket, back(last)) });
  const sums = new Map(
    before.starts.map((start, index) => [start, before.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)]),
  );
  const known = before.series.length > 0;
  return table.starts.map((start) => (known ? (sums.get(calendar.startOf(query.bucket, back(start))) ?? null) : null));
}

/** The same bucket a year before: the same month or quarter, or 52 weeks back for what follows the week. */
function yearBack(calendar: Calendar, bucket: LineBucket, at: number): number {
  const local = at + calendar.offsetAt(at);
  if (bucket !== 'month' && bucket !== 'quarter' && bucket !== 'year') return calendar.utcOf(local - YEAR_OF_WEEKS_MS);
  const date = new Date(local);
  return calendar.utcOf(Date.UTC(date.getUTCFullYear() - 1, date.getUTCMonth(), 1));
}

async function baselinePerDay(monitoring: Monitoring, { measure }: TrendQuery): Promise<(at: number) => number | undefined> {
  const { indicator } = MEASURE_INFO[measure];
  const found = await monitoring.plans.baseline();
  const value = indicator === undefined ? undefined : found?.values[indicator];
  if (found === undefined || value === undefined) return () => undefined;
  return () => value / daysOf(found.entry.body);
}

async function targetPerDay(monitoring: Monitoring, { measure }: TrendQuery): Promise<(at: number) => number | undefined> {
  const { indicator } = MEASURE_INFO[measure];
  const targets = (await monitoring.plans.targets()).filter(({ entry }) => entry.body.indicator === indicator);
  return (at) => {
    const target = targets.find(({ entry }) => at >= entry.body.from && at < entry.body.to);
    return target === undefined ? undefined : target.target / daysOf(target.entry.body);
  };
}

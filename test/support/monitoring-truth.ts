import type { EntryBody, EntryKind, EntryOf } from '@kringwijzer/contract';
import { localOf, type SiteYear } from './monitoring-site.ts';

/** A local period as the texts of a clock on the wall: from inclusive, until exclusive. */
export interface WallPeriod {
  readonly from: string;
  readonly until: string;
}

/** What to count: which records arrived, which lines were struck out, which were put in their place. */
export interface TruthOptions {
  readonly withLate: boolean;
  readonly entries: readonly EntryBody[];
}

/**
 * Every indicator counted straight from the raw records of the year, by the clock on the wall and by hand: no series, no
 * rollups, no formulas and no code of the product.
 */
export function truthOf(year: SiteYear, period: WallPeriod, { withLate, entries }: TruthOptions): Readonly<Record<string, number>> {
  const within = (at: number): boolean => localOf(at) >= period.from && localOf(at) < period.until;
  const records = year.records.filter((item) => (withLate || !item.late) && item.clock !== 'unsynced').map(({ record }) => record);
  const gifts = records.filter((record) => record.kind === 'deposit' && record.device === 'vloer' && within(record.at));
  const giftsG = gifts.reduce((sum, gift) => sum + (gift.kind === 'deposit' ? gift.massG : 0), 0);
  const of = <K extends EntryKind>(kind: K): EntryOf<K>[] =>
    entries.filter((entry): entry is EntryOf<K> => entry.kind === kind && within(entry.from));

  const weighedG = total(of('weighing'), (line) => (line.direction === 'in' ? line.massG : 0));
  const inKg = (giftsG + weighedG) / 1_000;
  const outcomes = of('outcome');
  const outKg = (...names: string[]): number => total(outcomes, (line) => (names.includes(line.outcome) ? line.massG : 0)) / 1_000;
  const reused = outKg('resold', 'repaired', 'refurbished', 'repurposed');
  const allOut = reused + outKg('recycled', 'residual');
  const repairs = of('repair');
  const status = (name: string): number => repairs.filter((line) => line.status === name).length;
  const visits = visitsOf(year, within, records) + total(of('count'), (line) => (line.what === 'visits' ? line.count : 0));
  const survey = of('survey');
  const tap = (face: string): number =>
    total(
      year.opinions.filter((tap) => within(tap.at) && tap.face === face && tap.burst === 'no'),
      (tap) => tap.count,
    );
  const happy = tap('very_happy') + tap('happy') + total(survey, (line) => line.veryHappy + line.happy);
  const answers = happy + tap('unhappy') + tap('very_unhappy') + total(survey, (line) => line.unhappy + line.veryUnhappy);
  const reusedOf = (stream: string): number =>
    total(
      outcomes.filter((line) => line.stream === stream && !['recycled', 'residual'].includes(line.outcome)),
      (line) => line.massG / 1_000,
    );
  return {
    mass_in: inKg,
    pieces_in: total(of('count'), (line) => (line.what === 'pieces_in' ? line.count : 0)),
    gifts: gifts.length,
    reused_mass: reused,
    reuse_share: (100 * reused) / allOut,
    recycled_mass: outKg('recycled'),
    residual_mass: outKg('residual'),
    residual_share: (100 * outKg('residual')) / allOut,
    upgraded_pieces: total(outcomes, (line) => (['repaired', 'refurbished', 'repurposed'].includes(line.outcome) ? line.pieces : 0)),
    avoided_waste: reused + outKg('recycled'),
    // Without outcomes the share of the branch stands in for them: 56 % of what came in.
    co2_simple: outcomes.length > 0 ? 1.1 * reused : 1.1 * 0.56 * inKg,
    co2_stream: 1.13 * reusedOf('furniture') + 3 * reusedOf('textile') + 4.95 * reusedOf('bicycles') + 2.65 * reusedOf('electricals'),
    repairs: repairs.length,
    repairs_fixed: status('fixed'),
    repair_success: (100 * status('fixed')) / (status('fixed') + status('repairable') + status('end_of_life')),
    visits,
    mass_per_visit: inKg / visits,
    satisfaction: (100 * happy) / answers,
    answers,
    tool_hours: toolHours(period, records),
    ...salesOf(of('sale')),
    weighbridge_out: total(of('weighbridge'), (line) => line.massG) / 1_000,
    emptyings: records.filter((record) => record.kind === 'emptying' && within(record.at)).length,
    pupils: total(of('people'), (line) => (line.group === 'pupils' ? line.persons : 0)),
  };
}

const total = <T>(items: readonly T[], amount: (item: T) => number | undefined): number =>
  items.reduce((sum, item) => sum + (amount(item) ?? 0), 0);

function salesOf(sales: readonly EntryOf<'sale'>[]): Readonly<Record<string, number>> {
  const revenue = total(sales, (line) => line.cents) / 100;
  const customers = total(sales, (line) => line.customers);
  return {
    sales_pieces: total(sales, (line) => line.pieces),
    sales_mass: total(sales, (line) => line.massG) / 1_000,
    revenue,
    customers,
    revenue_per_customer: revenue / customers,
  };
}

/** Minutes of the doors one by one: the shop's door by the manual count that held at that minute, the yard's by its own factor. */
function visitsOf(year: SiteYear, within: (at: number) => boolean, records: readonly SiteYear['records'][number]['record'][]): number {
  const counts = records.flatMap((record) => (record.kind === 'door_correction' ? [record] : []));
  const { from, doors } = year.minutes;
  let visits = 0;
  // Local text is dear: it is asked once an hour, and no zone changes its clock within one.
  for (let hour = 0; hour * 60 < (doors['deur-werf']?.length ?? 0); hour += 1) {
    if (!within(from + hour * 3_600_000)) continue;
    for (let minute = hour * 60; minute < hour * 60 + 60; minute += 1) {
      const at = from + minute * 60_000;
      const factor = counts.filter((count) => count.at <= at).at(-1)?.factor ?? 1;
      visits += (doors['deur-winkel']?.[minute] ?? 0) * factor + (doors['deur-werf']?.[minute] ?? 0) * 1.05;
    }
  }
  return visits;
}

/** Seconds the saw ran within the period, second by second at its edges. */
function toolHours({ from, until }: WallPeriod, records: readonly SiteYear['records'][number]['record'][]): number {
  let ms = 0;
  for (const record of records) {
    if (record.kind !== 'session') continue;
    const [starts, ends] = [localOf(record.at), localOf(record.toAt)];
    // Runs of the saw lie in daytime, periods begin at midnight: a run is in or out as a whole.
    if (starts >= from && ends < until) ms += record.toAt - record.at;
  }
  return ms / 3_600_000;
}

/** A reading is rounded to a division of 100 g; 95 % of the difference of two such roundings lies within this many grams. */
const ROUNDING_G = (1 - Math.sqrt(0.05)) * 100;

/** Half-width of the 95 % interval of the goods of a period in kg, gift by gift: rounding averages out, calibration does not. */
export function massHalfOf(year: SiteYear, { from, until }: WallPeriod, withLate: boolean): number {
  const within = (at: number): boolean => localOf(at) >= from && localOf(at) < until;
  const gifts = year.records
    .filter(({ clock, late }) => clock !== 'unsynced' && (withLate || !late))
    .flatMap(({ record }) => (record.kind === 'deposit' && record.device === 'vloer' && within(record.at) ? [record.uncertaintyG] : []));
  const byHand = year.entries.flatMap((line) =>
    line.kind === 'weighing' && line.direction === 'in' && within(line.from) ? [line.uncertaintyG ?? 0] : [],
  );
  const rounded = gifts.map((uncertaintyG) => Math.min(ROUNDING_G, uncertaintyG));
  const straightG = total(gifts, (uncertaintyG) => Math.sqrt(uncertaintyG ** 2 - Math.min(ROUNDING_G, uncertaintyG) ** 2));
  return (straightG + Math.sqrt(total([...rounded, ...byHand], (halfG) => halfG ** 2))) / 1_000;
}

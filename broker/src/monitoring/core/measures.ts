import type { JournalEntry } from '@kringwijzer/contract';

/** What can be drawn over time. `sensor` measures come from series, all may have parts from the journal. */
export const MEASURES = [
  'mass',
  'visits',
  'tool_hours',
  'emptied',
  'gifts',
  'sales_pieces',
  'sales_mass',
  'revenue',
  'repairs',
  'repairs_fixed',
  'reused_mass',
  'recycled_mass',
  'residual_mass',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Unit of the values of a measure, and the indicator it is the parts of. */
export const MEASURE_INFO: Readonly<Record<Measure, { readonly unit: string; readonly digits: number; readonly indicator?: string }>> = {
  mass: { unit: 'kg', digits: 1, indicator: 'mass_in' },
  visits: { unit: 'bezoeken', digits: 0, indicator: 'visits' },
  tool_hours: { unit: 'uren', digits: 1, indicator: 'tool_hours' },
  emptied: { unit: 'kg', digits: 0 },
  gifts: { unit: 'giften', digits: 0, indicator: 'gifts' },
  sales_pieces: { unit: 'stuks', digits: 0, indicator: 'sales_pieces' },
  sales_mass: { unit: 'kg', digits: 0, indicator: 'sales_mass' },
  revenue: { unit: '€', digits: 2, indicator: 'revenue' },
  repairs: { unit: 'reparaties', digits: 0, indicator: 'repairs' },
  repairs_fixed: { unit: 'reparaties', digits: 0, indicator: 'repairs_fixed' },
  reused_mass: { unit: 'kg', digits: 0, indicator: 'reused_mass' },
  recycled_mass: { unit: 'kg', digits: 0, indicator: 'recycled_mass' },
  residual_mass: { unit: 'kg', digits: 0, indicator: 'residual_mass' },
};

const REUSED: ReadonlySet<string> = new Set(['resold', 'repaired', 'refurbished', 'repurposed']);

/** What a line of the journal adds to a measure, in its unit; undefined when it has nothing to do with it. */
export function entryAmount(measure: Measure, { body }: JournalEntry): number | undefined {
  switch (body.kind) {
    case 'weighing':
      return massAmount(measure, body);
    case 'count':
      return measure === 'visits' && body.what === 'visits' ? body.count : undefined;
    case 'sale':
      return saleAmount(measure, body);
    case 'repair':
      return isRepair(measure, body.status) ? 1 : undefined;
    case 'outcome':
      return outcomeMeasure(body.outcome) === measure ? body.massG / 1_000 : undefined;
    default:
      return undefined;
  }
}

const isRepair = (measure: Measure, status: string): boolean =>
  measure === 'repairs' || (measure === 'repairs_fixed' && status === 'fixed');

const massAmount = (measure: Measure, { direction, massG }: { readonly direction: string; readonly massG: number }): number | undefined =>
  measure === 'mass' && direction === 'in' ? massG / 1_000 : undefined;

function saleAmount(
  measure: Measure,
  sale: { readonly pieces: number; readonly cents: number; readonly massG?: number | undefined },
): number | undefined {
  if (measure === 'sales_pieces') return sale.pieces;
  if (measure === 'revenue') return sale.cents / 100;
  return measure === 'sales_mass' && sale.massG !== undefined ? sale.massG / 1_000 : undefined;
}

function outcomeMeasure(outcome: string): Measure {
  if (REUSED.has(outcome)) return 'reused_mass';
  return outcome === 'recycled' ? 'recycled_mass' : 'residual_mass';
}

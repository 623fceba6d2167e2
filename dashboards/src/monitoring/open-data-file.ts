import type { EntryOf } from '@kringwijzer/contract';
import type { Definitions } from './hub-types.ts';

/** Figures of another site by month. */
export type SiteFigures = Pick<EntryOf<'other_site'>, 'name' | 'months'>;

const MONTHS_MAX = 240;
const NAME_MAX = 80;

interface OpenData {
  readonly name?: unknown;
  readonly months?: readonly {
    readonly from?: unknown;
    readonly to?: unknown;
    readonly figures?: Readonly<Record<string, { readonly value?: unknown }>>;
  }[];
}

/** The open data of another site as its hub gives it; undefined when the text is something else. */
export function readOpenData(text: string, about: Pick<Definitions, 'indicators'>): SiteFigures | undefined {
  let read: OpenData | null;
  try {
    read = JSON.parse(text) as OpenData | null;
  } catch {
    return undefined; // not JSON: the page says that it is another kind of file
  }
  if (typeof read?.name !== 'string' || !Array.isArray(read.months)) return undefined;
  const known = new Set(about.indicators.map(({ id }) => id));
  const months = (read.months as NonNullable<OpenData['months']>).slice(-MONTHS_MAX).flatMap(({ from, to, figures }) => {
    const [start, end] = [Date.parse(String(from)), Date.parse(String(to))];
    if (Number.isNaN(start) || !(end > start)) return [];
    const numbers = Object.entries(figures ?? {}).flatMap(([id, figure]) =>
      known.has(id) && typeof figure?.value === 'number' ? [[id, figure.value] as const] : [],
    );
    return [{ from: start, to: end, figures: Object.fromEntries(numbers) }];
  });
  return months.length === 0 ? undefined : { name: read.name.replace(/^kringwijzer-/u, '').slice(0, NAME_MAX), months };
}

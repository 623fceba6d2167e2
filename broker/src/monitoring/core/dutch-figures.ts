const NBSP = '\u00A0';
const numbers = new Map<number, Intl.NumberFormat>();

/** A number as Dutch readers write it, with `digits` decimals. */
export function dutchNumber(value: number, digits = 0): string {
  const known = numbers.get(digits) ?? new Intl.NumberFormat('nl-NL', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  numbers.set(digits, known);
  return known.format(value === 0 ? 0 : value);
}

/** A figure with its unit: `1.234 kg`, `€ 1.234`, `56%`. */
export function dutchFigure(value: number, unit: string, digits = 0): string {
  const text = dutchNumber(value, digits);
  if (unit === '€') return `€${NBSP}${text}`;
  return unit === '%' ? `${text}%` : `${text}${NBSP}${unit}`;
}

/** A large figure rounded to what its uncertainty can tell: never more than three digits that mean something. */
export function dutchAbout(value: number, unit: string): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 2);
  return dutchFigure(Math.round(value / step) * step, unit);
}

/** `1 januari 2025` in the site's time zone. */
export const dutchDate = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('nl-NL', { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(atMs);

/** `jan`, or `januari` when it is to be long. */
export const dutchMonth = (atMs: number, timeZone: string, month: 'short' | 'long' = 'short'): string =>
  new Intl.DateTimeFormat('nl-NL', { timeZone, month }).format(atMs).replace('.', '');

/** The words of the streams and outcomes on reports. */
export const DUTCH_WORDS: Readonly<Record<string, string>> = {
  textile: 'Textiel',
  bicycles: 'Fietsen',
  furniture: 'Meubels',
  electricals: 'Elektrische apparaten',
  building: 'Bouwmaterialen',
  other: 'Overig',
  unknown: 'Nog niet gesorteerd',
  all: 'Samen',
  resold: 'Verkocht',
  repaired: 'Gerepareerd',
  refurbished: 'Opgeknapt',
  repurposed: 'Iets nieuws van gemaakt',
  recycled: 'Gerecycled',
  residual: 'Restafval',
  recycling_yard: 'Milieustraat',
  thrift_shop: 'Kringloop',
  repair: 'Reparatie',
  education: 'Onderwijs',
  social: 'Sociaal',
  workshop: 'Werkplaats',
  sharing: 'Deeleconomie',
  no_block: 'Niet ingedeeld',
  campaign: 'Campagne',
  closure: 'Gesloten',
  tariff: 'Tarief',
  change: 'Verandering',
};

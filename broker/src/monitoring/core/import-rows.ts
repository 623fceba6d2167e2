import { type EntryBody, entryBodySchema, type ImportRequest, type ImportRowCode, type ImportRowError } from '@kringwijzer/contract';
import { rowError, rowErrorOf } from './import-errors.ts';
import { dateOf, repairOfRow } from './open-repair.ts';

/** A row of a file: its cells by the head of their column, and its number from 1 at the heads. */
export interface FileRow {
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A file read row by row: what would be stored, and what is wrong. */
export interface ImportOutcome {
  readonly bodies: readonly EntryBody[];
  readonly errors: readonly ImportRowError[];
}

/** How rows are to be read. */
export type Asked = Pick<ImportRequest, 'kind' | 'format' | 'mapping' | 'constants'>;

/** Fields that hold a number in the journal, and how a person writes it. */
export const NUMBER_FIELDS: Readonly<Record<string, { readonly field: string; readonly times: number }>> = {
  massG: { field: 'massG', times: 1 },
  massKg: { field: 'massG', times: 1_000 },
  uncertaintyG: { field: 'uncertaintyG', times: 1 },
  cents: { field: 'cents', times: 1 },
  euros: { field: 'cents', times: 100 },
  pieces: { field: 'pieces', times: 1 },
  count: { field: 'count', times: 1 },
  customers: { field: 'customers', times: 1 },
  persons: { field: 'persons', times: 1 },
  fte: { field: 'fte', times: 1 },
  productAge: { field: 'productAge', times: 1 },
  yearOfManufacture: { field: 'yearOfManufacture', times: 1 },
  veryHappy: { field: 'veryHappy', times: 1 },
  happy: { field: 'happy', times: 1 },
  unhappy: { field: 'unhappy', times: 1 },
  veryUnhappy: { field: 'veryUnhappy', times: 1 },
};
const WHOLE: ReadonlySet<string> = new Set(['massG', 'cents']);

/** Words of Dutch files for words of ours. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  stream: {
    textiel: 'textile',
    kleding: 'textile',
    fietsen: 'bicycles',
    fiets: 'bicycles',
    meubels: 'furniture',
    meubilair: 'furniture',
    elektrisch: 'electricals',
    elektronica: 'electricals',
    'elektrische apparaten': 'electricals',
    bouwmaterialen: 'building',
    bouw: 'building',
    overig: 'other',
    kleingoed: 'other',
  },
  status: {
    ja: 'fixed',
    gelukt: 'fixed',
    gerepareerd: 'fixed',
    deels: 'repairable',
    'half gelukt': 'repairable',
    advies: 'repairable',
    nee: 'end_of_life',
    'niet gelukt': 'end_of_life',
    onbekend: 'unknown',
  },
  outcome: {
    verkocht: 'resold',
    gerepareerd: 'repaired',
    opgeknapt: 'refurbished',
    herbestemd: 'repurposed',
    gerecycled: 'recycled',
    recycling: 'recycled',
    restafval: 'residual',
  },
  direction: { binnen: 'in', uit: 'out' },
};

/** A Dutch export of a Repair Café: heads it usually has for fields of ours, tried where the mapping says nothing. */
const REPAIR_CAFE_HEADS: Readonly<Record<string, readonly string[]>> = {
  date: ['datum', 'datum bijeenkomst', 'date'],
  product: ['product', 'soort product', 'apparaat', 'voorwerp'],
  category: ['categorie', 'productcategorie'],
  brand: ['merk', 'brand'],
  yearOfManufacture: ['bouwjaar'],
  productAge: ['leeftijd', 'leeftijd (jaren)'],
  problem: ['klacht', 'probleem', 'defect', 'oorzaak'],
  status: ['gerepareerd', 'gelukt', 'resultaat', 'is de reparatie gelukt?'],
  group: ['repair café', 'repair cafe', 'locatie'],
};

/** Reads rows into lines for the journal. Nothing is stored by this: it is the dry run, and the run uses the very same. */
export function readRows(rows: readonly FileRow[], asked: Asked): ImportOutcome {
  const bodies: EntryBody[] = [];
  const errors: ImportRowError[] = [];
  for (const row of rows) {
    const read = asked.format === 'open-repair' ? repairOfRow(row.cells, row.number) : bodyOf(row, asked);
    if (isError(read)) {
      errors.push(read);
      continue;
    }
    const checked = entryBodySchema.safeParse(read);
    if (checked.success) bodies.push(checked.data);
    else
      errors.push(...checked.error.issues.map((issue) => rowErrorOf(issue, { row, read }, (field) => headOf(asked, nameOf(asked, field)))));
  }
  return { bodies, errors };
}

/** A number as people write it: `1.234,5`, `1234.5`, `€ 12`; undefined when it is none. */
export function numberOf(text: string): number | undefined {
  const bare = text.replaceAll(/[\s\u00A0€]/gu, '').replace(/kg$/iu, '');
  const dutch = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/u.test(bare) || /^-?\d+,\d+$/u.test(bare);
  const plain = dutch ? bare.replaceAll('.', '').replace(',', '.') : bare;
  return /^-?\d+(\.\d+)?$/u.test(plain) ? Number(plain) : undefined;
}

/** Noon UTC of `2026-03-01`, `1-3-2026` or `01/03/2026` (day first); undefined when it is no date. */
export function dayOf(text: string): number | undefined {
  const parts = /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})$/u.exec(text)?.groups;
  if (parts === undefined) return dateOf(text.slice(0, 10));
  const { day = '', month = '', year = '' } = parts;
  return dateOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

const isError = (value: object): value is ImportRowError => 'reason' in value && 'row' in value;

type Wrong = (field: string, code: ImportRowCode, value: string) => ImportRowError;

function bodyOf(row: FileRow, asked: Asked): object | ImportRowError {
  const texts = textsOf(row, asked);
  const wrong: Wrong = (field, code, value) => rowError({ row: row.number, column: headOf(asked, field), code, value });
  const time = timeOf(texts, wrong);
  if (isError(time)) return time;
  const own = asked.kind === 'repair' ? { country: 'NLD', problem: '' } : {};
  const fields = fieldsOf(texts, wrong);
  if (isError(fields)) return fields;
  return { kind: asked.kind, ...time, method: 'administration', source: 'import', ...own, ...fields };
}

function timeOf(texts: ReadonlyMap<string, string>, wrong: Wrong): { readonly from: number; readonly to: number } | ImportRowError {
  const [date = '', until] = [texts.get('date'), texts.get('until')];
  const from = dayOf(date);
  if (from === undefined) return wrong('date', date === '' ? 'missing' : 'not_a_date', date);
  const to = until === undefined ? from : dayOf(until);
  return to === undefined ? wrong('until', 'not_a_date', until ?? '') : { from, to };
}

function fieldsOf(texts: ReadonlyMap<string, string>, wrong: Wrong): Readonly<Record<string, string | number>> | ImportRowError {
  const fields: Record<string, string | number> = {};
  for (const [name, text] of texts) {
    if (name === 'date' || name === 'until') continue;
    const number = NUMBER_FIELDS[name];
    if (number === undefined) {
      fields[name] = WORDS[name]?.[text.toLowerCase()] ?? text;
      continue;
    }
    const value = numberOf(text);
    if (value === undefined) return wrong(name, 'not_a_number', text);
    fields[number.field] = WHOLE.has(number.field) ? Math.round(value * number.times) : value * number.times;
  }
  return fields;
}

/** The texts of a row by field of ours; empty cells are left out, constants come last. */
function textsOf(row: FileRow, asked: Asked): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const heads = new Map(Object.keys(row.cells).map((head) => [head.trim().toLowerCase(), head]));
  const guessed = asked.format === 'repair-cafe' ? REPAIR_CAFE_HEADS : {};
  for (const field of new Set([...Object.keys(asked.mapping), ...Object.keys(guessed)])) {
    const wanted = asked.mapping[field] === undefined ? (guessed[field] ?? []) : [asked.mapping[field] ?? ''];
    const head = wanted.map((name) => heads.get(name.trim().toLowerCase())).find((name) => name !== undefined);
    const text = head === undefined ? '' : (row.cells[head] ?? '').trim();
    if (text !== '') texts.set(field, text);
  }
  for (const [field, text] of Object.entries(asked.constants)) texts.set(field, text.trim());
  return texts;
}

const headOf = (asked: Asked, field: string): string => asked.mapping[field] ?? field;

const TIMES: Readonly<Record<string, string>> = { from: 'date', to: 'until' };

/** The field of a file that a field of the journal was read from. */
function nameOf(asked: Asked, field: string): string {
  const names = Object.keys(NUMBER_FIELDS).filter((name) => NUMBER_FIELDS[name]?.field === field);
  return names.find((name) => asked.mapping[name] !== undefined) ?? TIMES[field] ?? field;
}

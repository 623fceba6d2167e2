import { type EntryBody, type JournalEntry, REGISTER_KINDS } from '@kringwijzer/contract';
import { z } from 'zod';
import { type Cell, csvOf } from './csv.ts';
import { rowError } from './import-errors.ts';
import { type FileRow, type ImportOutcome, NUMBER_FIELDS, readRows } from './import-rows.ts';

const head = z.string().trim().min(1).max(120);
const field = z.string().regex(/^[a-zA-Z]{1,40}$/u, 'a field is one word');

const ruleSchema = z.strictObject({
  kind: z.enum(REGISTER_KINDS),
  when: z
    .record(head, z.string().max(120))
    .default({})
    .meta({ description: 'Cells that tell these rows from others; written back on the way out' }),
  columns: z.record(head, field).meta({ description: 'Head of a column: field of ours' }),
  words: z
    .record(head, z.record(z.string().max(120), z.string().max(120)))
    .default({})
    .meta({ description: 'Of a column, their word: our word' }),
  constants: z.record(field, z.string().max(200)).default({}),
});

/** A mapping file: how the rows of somebody else's program become lines of the journal, and back. */
export const exchangeSchema = z.strictObject({
  mapping: z.literal(1),
  name: z.string().trim().min(1).max(80),
  delimiter: z.enum([';', ',', '\t']).default(';'),
  decimal: z.enum([',', '.']).default(','),
  date: z.enum(['dd-mm-yyyy', 'dd/mm/yyyy', 'yyyy-mm-dd']).default('dd-mm-yyyy'),
  rows: z.array(ruleSchema).min(1).max(40),
});
export type Exchange = z.infer<typeof exchangeSchema>;
type Rule = Exchange['rows'][number];

/** Reads rows by a mapping file. A row that no rule fits is an error: nothing is passed over in silence. */
export function rowsIn(exchange: Exchange, rows: readonly FileRow[]): ImportOutcome {
  const outcomes = rows.map((row): ImportOutcome => {
    const rule = exchange.rows.find(({ when }) => Object.entries(when).every(([name, word]) => same(row.cells[name], word)));
    if (rule === undefined) return { bodies: [], errors: [unknownRow(exchange, row)] };
    const mapping = Object.fromEntries(Object.entries(rule.columns).map(([name, ours]) => [ours, name]));
    return readRows([translated(exchange, rule, row)], { kind: rule.kind, format: 'columns', mapping, constants: rule.constants });
  });
  return { bodies: outcomes.flatMap(({ bodies }) => bodies), errors: outcomes.flatMap(({ errors }) => errors) };
}

const same = (cell: string | undefined, word: string): boolean => (cell ?? '').trim().toLowerCase() === word.trim().toLowerCase();

function unknownRow({ rows }: Exchange, row: FileRow): ImportOutcome['errors'][number] {
  const [column] = rows.flatMap(({ when }) => Object.keys(when));
  return rowError({ row: row.number, column, code: 'not_a_word', value: column === undefined ? undefined : row.cells[column] });
}

/** The row with our words in place of theirs and decimals as the journal reads them. */
function translated({ decimal }: Exchange, { columns, words }: Rule, row: FileRow): FileRow {
  const cells = Object.entries(row.cells).map(([name, text]) => {
    const word = Object.entries(words[name] ?? {}).find(([theirs]) => same(text, theirs))?.[1];
    const isNumber = NUMBER_FIELDS[columns[name] ?? ''] !== undefined;
    return [name, word ?? (isNumber && decimal === '.' ? text.replaceAll(',', '').replace('.', ',') : text)] as const;
  });
  return { ...row, cells: Object.fromEntries(cells) };
}

/** Lines of the journal as a file of the other program; lines that no rule fits are left out and counted. */
export function fileOut(
  exchange: Exchange,
  lines: readonly JournalEntry[],
  timeZone: string,
): { readonly text: string; readonly rows: number; readonly left: number } {
  const heads = [...new Set(exchange.rows.flatMap(({ when, columns }) => [...Object.keys(when), ...Object.keys(columns)]))];
  const rows = lines.flatMap(({ body }): (readonly Cell[])[] => {
    const rule = exchange.rows.find((one) => one.kind === body.kind && fits(one, body));
    return rule === undefined ? [] : [heads.map((name) => cellOf(exchange, rule, { name, body, timeZone }))];
  });
  const form = { delimiter: exchange.delimiter, decimal: exchange.decimal, mark: false, guard: false };
  return { text: csvOf([heads, ...rows], form), rows: rows.length, left: lines.length - rows.length };
}

/** Constants tell rules of one kind apart, but not who told it or how it was measured. */
const fits = ({ constants }: Rule, body: EntryBody): boolean =>
  Object.entries(constants).every(([name, value]) => name === 'source' || name === 'method' || valueOf(body, name) === value);

const valueOf = (body: EntryBody, name: string): unknown => (body as unknown as Readonly<Record<string, unknown>>)[name];

function cellOf(
  { date }: Exchange,
  { when, columns, words }: Rule,
  { name, body, timeZone }: { readonly name: string; readonly body: EntryBody; readonly timeZone: string },
): Cell {
  if (when[name] !== undefined) return when[name];
  const ours = columns[name];
  if (ours === undefined) return undefined;
  if (ours === 'date' || ours === 'until') return dateText(ours === 'date' ? body.from : body.to, timeZone, date);
  const { field: held, times } = NUMBER_FIELDS[ours] ?? { field: ours, times: 1 };
  const value = valueOf(body, held);
  if (typeof value === 'number') return value / times;
  if (typeof value !== 'string') return undefined;
  return Object.entries(words[name] ?? {}).find(([, word]) => word === value)?.[0] ?? value;
}

function dateText(at: number, timeZone: string, form: Exchange['date']): string {
  const [year = '', month = '', day = ''] = new Date(at).toLocaleDateString('sv-SE', { timeZone }).split('-');
  return { 'dd-mm-yyyy': `${day}-${month}-${year}`, 'dd/mm/yyyy': `${day}/${month}/${year}`, 'yyyy-mm-dd': `${year}-${month}-${day}` }[
    form
  ];
}

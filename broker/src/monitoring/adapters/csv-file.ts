import { KwError } from '@kringwijzer/contract';
import { CsvError, parse } from 'csv-parse/sync';
import type { FileRow } from '../core/import-rows.ts';

const MAX_ROWS = 20_000;

/** A file read: heads of its columns in their order, and the rows that hold something. */
export interface FileTable {
  readonly heads: readonly string[];
  readonly rows: readonly FileRow[];
}

/** Rows of a CSV text with heads in its first line; comma, semicolon or tab, as the heads tell or `delimiter` says. Throws KW_IMPORT_INVALID. */
export const readCsv = (text: string, delimiter?: string): FileTable => tableOf(recordsOf(text, delimiter));

/** Rows of cells with the heads first, as a table. Throws KW_IMPORT_INVALID. */
export function tableOf(records: readonly (readonly string[])[]): FileTable {
  const [first, ...rest] = records;
  if (first === undefined || first.every((head) => head === '')) throw new KwError('KW_IMPORT_INVALID', { reason: 'it is empty' });
  const twice = first.find((head, index) => head !== '' && first.indexOf(head) !== index);
  if (twice !== undefined) throw new KwError('KW_IMPORT_INVALID', { reason: `two columns are called "${twice}"` });
  if (rest.length > MAX_ROWS)
    throw new KwError('KW_IMPORT_INVALID', { reason: `it has ${rest.length} rows, over the limit of ${MAX_ROWS}` });
  const rows = rest
    .map((cells, index) => ({ number: index + 2, cells: Object.fromEntries(first.map((head, at) => [head, cells[at] ?? ''])) }))
    .filter(({ cells }) => Object.values(cells).some((cell) => cell.trim() !== ''));
  return { heads: first, rows };
}

function recordsOf(text: string, known: string | undefined): readonly (readonly string[])[] {
  const first = text.split('\n', 1)[0] ?? '';
  const delimiter = known ?? [';', '\t', ','].find((sign) => first.includes(sign)) ?? ',';
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new KwError('KW_IMPORT_INVALID', { reason: error.message }, { cause: error });
  }
}

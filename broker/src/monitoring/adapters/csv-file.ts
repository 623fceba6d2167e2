import { KwError } from '@kringwijzer/contract';
import { CsvError, parse } from 'csv-parse/sync';
import type { FileRow } from '../core/import-rows.ts';

const MAX_ROWS = 20_000;

/** Rows of a CSV text with heads in its first line; comma, semicolon or tab, as the heads tell. Throws KW_IMPORT_INVALID. */
export function readCsv(text: string): readonly FileRow[] {
  const rows = recordsOf(text);
  const [heads, ...rest] = rows;
  if (heads === undefined || heads.length === 0) throw new KwError('KW_IMPORT_INVALID', { reason: 'it is empty' });
  const twice = heads.find((head, index) => head !== '' && heads.indexOf(head) !== index);
  if (twice !== undefined) throw new KwError('KW_IMPORT_INVALID', { reason: `two columns are called "${twice}"` });
  if (rest.length > MAX_ROWS)
    throw new KwError('KW_IMPORT_INVALID', { reason: `it has ${rest.length} rows, over the limit of ${MAX_ROWS}` });
  return rest
    .map((cells, index) => ({ number: index + 2, cells: Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? ''])) }))
    .filter(({ cells }) => Object.values(cells).some((cell) => cell.trim() !== ''));
}

function recordsOf(text: string): readonly (readonly string[])[] {
  const first = text.split('\n', 1)[0] ?? '';
  const delimiter = [';', '\t', ','].find((sign) => first.includes(sign)) ?? ',';
  try {
    return parse(text, { bom: true, delimiter, relax_column_count: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new KwError('KW_IMPORT_INVALID', { reason: error.message }, { cause: error });
  }
}

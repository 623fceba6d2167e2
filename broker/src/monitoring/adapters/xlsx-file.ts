import writeXlsxFile, { type Row } from 'write-excel-file/node';
import type { Cell } from '../core/csv.ts';

/** One sheet of a workbook; the first row holds the heads. */
export interface SheetTable {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

const NAME_MAX = 31;

/** A workbook of tables: numbers stay numbers, so that a spreadsheet can add them up. */
export async function xlsxOf(sheets: readonly SheetTable[]): Promise<Buffer> {
  const made = writeXlsxFile(
    sheets.map(({ name, rows }) => ({
      sheet: name.replaceAll(/[[\]:*?/\\]/gu, ' ').slice(0, NAME_MAX),
      data: rows.map((row, index) => row.map((cell) => cellOf(cell, index === 0))),
      columns: widthsOf(rows),
    })),
  );
  return made.toBuffer();
}

function cellOf(cell: Cell, isHead: boolean): Row[number] {
  if (cell === undefined) return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  return isHead ? { value: cell, type: String, fontWeight: 'bold' } : { value: cell, type: String };
}

function widthsOf(rows: readonly (readonly Cell[])[]): { readonly width: number }[] {
  const count = Math.max(0, ...rows.slice(0, 200).map((row) => row.length));
  return Array.from({ length: count }, (_, column) => {
    const longest = Math.max(...rows.slice(0, 200).map((row) => String(row[column] ?? '').length));
    return { width: Math.min(60, Math.max(8, longest + 2)) };
  });
}

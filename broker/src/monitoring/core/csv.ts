/** A cell of a table: a number keeps its value in a spreadsheet. */
export type Cell = string | number | undefined;

/** Who reads the file: `excel-nl` has a byte order mark, semicolons and decimal commas; `plain` has commas and decimal points (RFC 4180). */
export type CsvDialect = 'excel-nl' | 'plain';

/** Byte order mark: without it Excel does not take a file for UTF-8. */
const BOM = '\uFEFF';

/**
 * A table as CSV text with CRLF line ends. In files for a spreadsheet, texts it would run as a formula are made plain (OWASP,
 * CSV injection); plain files keep every text as it is, for programs.
 */
export function csvOf(rows: readonly (readonly Cell[])[], dialect: CsvDialect): string {
  const isExcel = dialect === 'excel-nl';
  const separator = isExcel ? ';' : ',';
  const cell = (value: Cell): string => {
    if (value === undefined) return '';
    if (typeof value === 'number') return isExcel ? String(value).replace('.', ',') : String(value);
    const plain = isExcel && /^[=+@\t\r-]/u.test(value) ? `'${value}` : value;
    return /[";,\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = rows.map((row) => row.map(cell).join(separator));
  return `${isExcel ? BOM : ''}${lines.join('\r\n')}\r\n`;
}

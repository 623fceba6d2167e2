/** A cell of a table: a number keeps its value in a spreadsheet. */
export type Cell = string | number | undefined;

/** Who reads the file: `excel-nl` has a byte order mark, semicolons and decimal commas; `plain` has commas and decimal points (RFC 4180). */
export type CsvDialect = 'excel-nl' | 'plain';

/** How a file is written. */
export interface CsvForm {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  /** Byte order mark: without it Excel does not take a file for UTF-8. */
  readonly mark: boolean;
  /** Makes texts plain that a spreadsheet would run as a formula (OWASP, CSV injection); programs want every text as it is. */
  readonly guard: boolean;
}

const FORMS: Readonly<Record<CsvDialect, CsvForm>> = {
  'excel-nl': { delimiter: ';', decimal: ',', mark: true, guard: true },
  plain: { delimiter: ',', decimal: '.', mark: false, guard: false },
};
const BOM = '\uFEFF';

/** A table as CSV text with CRLF line ends. */
export function csvOf(rows: readonly (readonly Cell[])[], how: CsvDialect | CsvForm): string {
  const { delimiter, decimal, mark, guard } = typeof how === 'string' ? FORMS[how] : how;
  const cell = (value: Cell): string => {
    if (value === undefined) return '';
    if (typeof value === 'number') return String(value).replace('.', decimal);
    const plain = guard && /^[=+@\t\r-]/u.test(value) ? `'${value}` : value;
    return plain.includes(delimiter) || /[";,\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = rows.map((row) => row.map(cell).join(delimiter));
  return `${mark ? BOM : ''}${lines.join('\r\n')}\r\n`;
}

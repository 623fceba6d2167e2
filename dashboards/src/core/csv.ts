/** Byte order mark: spreadsheets take the file for UTF-8 only with it. */
const BOM = '\uFEFF';

/** A file for spreadsheets: fields apart by `;`, quoted where needed, lines ended by CRLF. Texts that look like formulas are made plain. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return BOM + rows.map((row) => row.map(fieldOf).join(';')).join('\r\n') + '\r\n';
}

function fieldOf(text: string): string {
  // A spreadsheet runs a cell that starts like this (OWASP CSV injection); figures such as -4,2 stay figures.
  const plain = /^[=+@\t\r]|^-(?![\d,.]+$)/u.test(text) ? `'${text}` : text;
  return /[";\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

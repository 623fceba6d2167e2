import { HOUR_MS, idSchema, KwError, MINUTE_MS } from '@kringwijzer/contract';
import type { Ticket } from '../ports/ticket-desk.ts';
import type { Calendar } from './calendar.ts';

/** Names weighbridges give their columns, in Dutch and English, lower case. */
const COLUMNS = {
  number: ['bonnummer', 'weegbon', 'nummer', 'ticket', 'number'],
  date: ['datum', 'date'],
  time: ['tijd', 'time'],
  container: ['container', 'bak'],
  net: ['netto', 'netto kg', 'netto (kg)', 'net', 'net kg', 'net_kg'],
  gross: ['bruto', 'bruto kg', 'bruto (kg)', 'gross', 'gross kg', 'gross_kg'],
  tare: ['tarra', 'tarra kg', 'tarra (kg)', 'tare', 'tare kg', 'tare_kg'],
} as const;

type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['number', 'date', 'container', 'net'];

/**
 * The tickets of a CSV file of a weighbridge, masses in kilograms with a point or a comma, local time of the site.
 * `;`, tab or `,` divide. Throws KW_REQUEST_INVALID with the line that is wrong; then nothing of the file counts.
 */
export function parseTickets(csv: string, calendar: Calendar): readonly Ticket[] {
  const lines = csv.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const head = lines[0] ?? '';
  const divider = [';', '\t', ','].find((each) => head.includes(each)) ?? ';';
  const places = placesOf(splitLine(head, divider));
  return lines.slice(1).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = splitLine(line, divider);
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? '';
    return [ticketOf(cell, index + 2, calendar)];
  });
}

function placesOf(names: readonly string[]): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
  names.forEach((name, index) => {
    for (const [column, known] of Object.entries(COLUMNS)) {
      if ((known as readonly string[]).includes(name.trim().toLowerCase())) places.set(column as Column, index);
    }
  });
  const missing = NEEDED.filter((column) => !places.has(column)).map((column) => COLUMNS[column][0]);
  if (missing.length > 0) throw invalid(1, `the column ${missing.join(' and ')} is missing`);
  return places;
}

function ticketOf(cell: (column: Column) => string, line: number, calendar: Calendar): Ticket {
  const number = cell('number');
  if (number === '' || number.length > 64) throw invalid(line, 'a ticket number has 1 to 64 characters');
  const container = idSchema.safeParse(cell('container').toLowerCase());
  if (!container.success) throw invalid(line, `${cell('container')} is not the id of a container`);
  const netG = gramsOf(cell('net'), line);
  if (netG === undefined) throw invalid(line, 'the net mass is empty');
  const grossG = gramsOf(cell('gross'), line);
  const tareG = gramsOf(cell('tare'), line);
  if (grossG !== undefined && tareG !== undefined && grossG - tareG !== netG) throw invalid(line, 'gross minus tare is not net');
  const at = timeOf(cell('date'), cell('time'), line, calendar);
  return {
    number,
    at,
    container: container.data,
    netG,
    ...(grossG === undefined ? {} : { grossG }),
    ...(tareG === undefined ? {} : { tareG }),
  };
}

/** Kilograms as people write them. A point before three last digits is ambiguous and refused: 1.250 is a tonne here and a kilogram there. */
function gramsOf(text: string, line: number): number | undefined {
  if (text === '') return undefined;
  if (/^\d{1,3}(\.\d{3})+$/u.test(text)) throw invalid(line, `${text} may be read in two ways; write it without points`);
  if (!/^\d+([.,]\d{1,3})?$/u.test(text)) throw invalid(line, `${text} is not a mass in kg`);
  return Math.round(Number(text.replace(',', '.')) * 1_000);
}

function timeOf(date: string, time: string, line: number, calendar: Calendar): number {
  const day = dayOf(date);
  const clock = time === '' ? ['', '12', '00'] : /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/u.exec(time);
  if (day === undefined || clock === null) throw invalid(line, `${`${date} ${time}`.trim()} is not a date and time`);
  return calendar.utcOf(day + Number(clock[1]) * HOUR_MS + Number(clock[2]) * MINUTE_MS);
}

/** Midnight of a written date, as if local time were UTC; undefined for a day that does not exist. */
function dayOf(date: string): number | undefined {
  const dutch = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/u.exec(date);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(date);
  const [year = 0, month = 0, day = 0] = (iso?.slice(1) ?? dutch?.slice(1).toReversed() ?? []).map(Number);
  const midnight = Date.UTC(year, month - 1, day);
  return new Date(midnight).getUTCMonth() === month - 1 && new Date(midnight).getUTCDate() === day ? midnight : undefined;
}

/** Cells of a line; quotes hold dividers, doubled quotes one quote. */
function splitLine(line: string, divider: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i += 1) {
    const sign = line[i] ?? '';
    if (sign === '"' && isQuoted && line[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (sign === divider && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}

const invalid = (line: number, reason: string): KwError => new KwError('KW_REQUEST_INVALID', { reason: `line ${line}: ${reason}` });

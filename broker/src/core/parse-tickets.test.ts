import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { parseTickets } from './parse-tickets.ts';

const calendar = createCalendar('Europe/Amsterdam');
const parse = (csv: string) => parseTickets(csv, calendar);

describe('weighbridge tickets', () => {
  it('reads a Dutch file with commas, quotes and a byte order mark', () => {
    const csv =
      '\uFEFFBonnummer;Datum;Tijd;Container;Bruto kg;Tarra kg;Netto kg\r\n"A;1";29-03-2026;14:30;Bak-1;12500,5;9000;3500,5\r\n\r\n';
    expect(parse(csv)).toEqual([
      { number: 'A;1', at: Date.UTC(2026, 2, 29, 12, 30), container: 'bak-1', netG: 3_500_500, grossG: 12_500_500, tareG: 9_000_000 },
    ]);
  });

  it('reads an English file without a time as noon', () => {
    expect(parse('ticket,date,container,net_kg\n7,2026-01-05,box,40.25\n')).toEqual([
      { number: '7', at: Date.UTC(2026, 0, 5, 11), container: 'box', netG: 40_250 },
    ]);
  });

  it.each([
    ['number;date\n', 'line 1: the column container and netto is missing'],
    ['number;date;container;net\n1;31-02-2026;box;5\n', 'line 2: 31-02-2026 is not a date and time'],
    ['number;date;time;container;net\n1;01-02-2026;25:00;box;5\n', 'line 2: 01-02-2026 25:00 is not a date and time'],
    ['number;date;container;net\n1;01-02-2026;box;1.250\n', 'line 2: 1.250 may be read in two ways; write it without points'],
    ['number;date;container;net\n1;01-02-2026;box;much\n', 'line 2: much is not a mass in kg'],
    ['number;date;container;net\n1;01-02-2026;box;\n', 'line 2: the net mass is empty'],
    ['number;date;container;net\n;01-02-2026;box;1\n', 'line 2: a ticket number has 1 to 64 characters'],
    ['number;date;container;net\n1;01-02-2026;the box;1\n', 'line 2: the box is not the id of a container'],
    ['number;date;container;gross;tare;net\n1;01-02-2026;box;9;3;5\n', 'line 2: gross minus tare is not net'],
  ])('names the line and the fault of %j', (csv, reason) => {
    expect(() => parse(csv)).toThrow(expect.objectContaining({ code: 'KW_REQUEST_INVALID', details: { reason } }));
  });
});

import { readFileSync } from 'node:fs';
import type { EntryBody, JournalEntry } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCsv } from '../adapters/csv-file.ts';
import { type Exchange, exchangeSchema, fileOut, rowsIn } from './exchange.ts';

const example = exchangeSchema.parse(parse(readFileSync(new URL('../../../../docs/examples/kprs.yaml', import.meta.url), 'utf8')));
// Made up: what an export with the heads of the example would hold.
const FILE = [
  'Mutatie;Datum;Artikelgroep;Aantal;Gewicht (kg);Bedrag;Bonnen',
  'Verkoop;03-11-2025;Kleding;41;18,25;212,5;20',
  'Verkoop;03-11-2025;Meubelen;3;96;145;3',
  'Inname;04-11-2025;Rijwielen;;61,5;;',
  'Recycling;05-11-2025;Elektro;;12,75;;',
  'Restafval;05-11-2025;Kleingoed;;8;;',
  '',
].join('\r\n');
const line = (body: EntryBody, id = 1): JournalEntry => ({ id, recordedAt: 0, by: 'Ans', body, struck: false });
const read = (text: string, exchange: Exchange = example) => rowsIn(exchange, readCsv(text, exchange.delimiter).rows);

describe('a mapping file', () => {
  it('reads the file of another program and writes the very same file back', () => {
    const { bodies, errors } = read(FILE);
    expect(errors).toEqual([]);
    expect(bodies).toMatchObject([
      { kind: 'sale', stream: 'textile', pieces: 41, massG: 18_250, cents: 21_250, customers: 20, source: 'KPRS' },
      { kind: 'sale', stream: 'furniture', pieces: 3, massG: 96_000, cents: 14_500 },
      { kind: 'weighing', stream: 'bicycles', direction: 'in', massG: 61_500, method: 'weighed' },
      { kind: 'outcome', stream: 'electricals', outcome: 'recycled', massG: 12_750 },
      { kind: 'outcome', stream: 'other', outcome: 'residual', massG: 8_000 },
    ]);
    const out = fileOut(example, bodies.map(line), 'Europe/Amsterdam');
    expect(out).toEqual({ text: FILE, rows: 5, left: 0 });
  });

  it('leaves out lines it has no row for and says how many', () => {
    const { bodies } = read(FILE);
    const resold = { ...bodies[3], outcome: 'resold' } as EntryBody;
    expect(fileOut(example, [...bodies, resold].map(line), 'Europe/Amsterdam')).toMatchObject({ rows: 5, left: 1 });
  });

  it('names the row and the column of what it does not know', () => {
    const wrong = FILE.replace('Inname', 'Ruil').replace('Elektro', 'Planten').replace('18,25', 'veel');
    expect(read(wrong).errors.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [2, 'Gewicht (kg)', 'not_a_number', 'veel'],
      [4, 'Mutatie', 'not_a_word', 'Ruil'],
      [5, 'Artikelgroep', 'not_a_word', 'Planten'],
    ]);
  });

  it('takes decimal points for what they are when the file has them', () => {
    const points = { ...example, decimal: '.', delimiter: ',', date: 'yyyy-mm-dd' } as const;
    const text = FILE.replaceAll(',', '.')
      .replaceAll(';', ',')
      .replaceAll(/(\d\d)-(\d\d)-(\d{4})/gu, '$3-$2-$1')
      .replace(',96,', ',1.096,');
    const { bodies, errors } = read(text, points);
    expect(errors).toEqual([]);
    expect(bodies[1]).toMatchObject({ massG: 1_096 });
    expect(fileOut(points, bodies.map(line), 'Europe/Amsterdam').text).toBe(text);
  });
});

import { KwError } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../adapters/csv-file.ts';
import { csvOf } from './csv.ts';
import { dayOf, numberOf, readRows } from './import-rows.ts';

describe('reading a file', () => {
  it.each([
    ['1.234,5', 1234.5],
    ['1234.5', 1234.5],
    ['€ 12', 12],
    ['12,5 kg', 12.5],
    ['-3', -3],
    ['1.234.567', 1234567],
    ['veel', undefined],
    ['1,2,3', undefined],
  ])('takes "%s" for %s', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  it.each([
    ['31-12-2026', '2026-12-31'],
    ['1/3/2026', '2026-03-01'],
    ['2026-03-01', '2026-03-01'],
    ['30-2-2026', undefined],
    ['morgen', undefined],
  ])('takes "%s" for the day %s', (text, day) => {
    const at = dayOf(text);
    expect(at === undefined ? undefined : new Date(at).toISOString().slice(0, 10)).toBe(day);
  });

  it('keeps the good rows apart from the wrong ones, with row and column as in the file', () => {
    const { rows } = readCsv(
      'datum;soort;kilo;uitkomst\n1-2-2026;textiel;12,5;verkocht\n1-2-2026;hout;3;verkocht\nx;fietsen;3;restafval\n',
    );
    const { bodies, errors } = readRows(rows, {
      kind: 'outcome',
      format: 'columns',
      mapping: { date: 'datum', stream: 'soort', massKg: 'kilo', outcome: 'uitkomst' },
      constants: { source: 'lijst' },
    });
    expect(bodies).toMatchObject([{ kind: 'outcome', stream: 'textile', massG: 12_500, outcome: 'resold', source: 'lijst' }]);
    expect(errors.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [3, 'soort', 'not_a_word', 'hout'],
      [4, 'datum', 'not_a_date', 'x'],
    ]);
    expect(errors[0]?.reason).toBe('"hout" is not a word that is known here');
  });

  it.each([
    ['1-2-2026;;7,50;kassa', 'stuks', 'missing'],
    ['1-2-2026;2,5;7,50;kassa', 'stuks', 'not_whole'],
    ['1-2-2026;-2;7,50;kassa', 'stuks', 'too_low'],
    ['1-2-2026;99999999;7,50;kassa', 'stuks', 'too_high'],
    ['1-2-2026;2;veel;kassa', 'euro', 'not_a_number'],
    [`1-2-2026;2;7,50;${'x'.repeat(81)}`, 'bron', 'too_long'],
    [';2;7,50;kassa', 'datum', 'missing'],
    ['1-2-2026;2;7,50;kassa;31-1-2026', 'tot', 'ends_before_start'],
  ])('has a code for what is wrong with %s', (line, column, code) => {
    const { rows } = readCsv(`datum;stuks;euro;bron;tot\n${line}\n`);
    const mapping = { date: 'datum', pieces: 'stuks', euros: 'euro', source: 'bron', until: 'tot' };
    const { bodies, errors } = readRows(rows, { kind: 'sale', format: 'columns', mapping, constants: {} });
    expect(bodies).toEqual([]);
    expect(errors).toMatchObject([{ row: 2, column, code }]);
  });

  it('says what is wrong with a file that is no table', () => {
    expect(() => readCsv('')).toThrow(KwError);
    expect(() => readCsv('a;a\n1;2\n')).toThrow('two columns are called "a"');
    expect(() => readCsv('a;b\n"1;2\n')).toThrow(KwError);
  });

  it('reads back any table it wrote itself', () => {
    const text = fc.stringMatching(/^[a-z0-9 ";,\n]{0,12}$/u).map((raw) => raw.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), (rows) => {
        const kept = rows.filter((row) => row.some((cell) => cell !== ''));
        const { rows: read } = readCsv(csvOf([['een', 'twee'], ...rows], 'excel-nl'));
        expect(read.map(({ cells }) => [cells['een'], cells['twee']])).toEqual(kept);
      }),
    );
  });
});

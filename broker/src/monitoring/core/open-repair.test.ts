import type { EntryOf } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../adapters/csv-file.ts';
import { csvOf } from './csv.ts';
import { readRows } from './import-rows.ts';
import { OPEN_REPAIR_CATEGORIES, OPEN_REPAIR_COLUMNS, openRepairRows } from './open-repair.ts';

const HEADS = OPEN_REPAIR_COLUMNS.join(',');
// Made up, in the shape of the files the Open Repair Alliance publishes: ids with an underscore, three spellings of a barrier,
// a comma in a category, a quote and a line end in a text, an age with one decimal.
const FILE = [
  HEADS,
  'rcdemo_25627,Repair Café Demo,NLD,Huishoudelijk ~ Koffiezetter,Coffee maker,36,Melitta,"","",Fixed,"",Groep Noord,2025-04-01,""',
  'rcdemo-2,Repair Café Demo,NLD,Speelgoed ~ Fontein,Toy,32,Unknown,"",12.5,End of life,No way to open the product,Groep Noord,2025-04-01,"Motor zit ""vast"", in gips"',
  'rcdemo_3,Repair Café Demo,NLD,Gereedschap ~ Zaag,Power tool,24,Bosch,2009,16.0,End of life,Item too worn out,Groep Noord,2024-12-31,"regel een\nregel twee"',
  'rcdemo_4,Repair Café Demo,BEL,Lampen ~ Slinger,Decorative or safety lights,3,Unknown,"","",End of life,Product too worn out,Groep Zuid,2025-07-01,- los contact',
  'rcdemo_5,Repair Café Demo,NLD,"Audio, oud ~ Radio",Portable radio,23,Zenia,"","",Unknown,"",Groep Zuid,2025-07-01,""',
  'rcdemo_6,Repair Café Demo,NLD,Audio ~ Speler,Hi-Fi separates,13,B&O,"","",Repairable,Too worn out,Groep Zuid,2025-07-01,""',
].join('\n');

const asked = { kind: 'repair', format: 'open-repair', mapping: {}, constants: {} } as const;
const repairsOf = (text: string) => {
  const { bodies, errors } = readRows(readCsv(text).rows, asked);
  expect(errors).toEqual([]);
  return bodies as EntryOf<'repair'>[];
};

describe('the Open Repair Data Standard', () => {
  it('comes back as it went: read, written and read again', () => {
    const first = repairsOf(FILE);
    const written = csvOf(
      openRepairRows(
        first.map((body, index) => ({ id: index + 1, body })),
        'kring',
      ),
      'plain',
    );
    expect(repairsOf(written)).toEqual(first);
    expect(first).toHaveLength(6);
  });

  it('writes the columns of the published files and the words of its table schema', () => {
    const first = repairsOf(FILE);
    const rows = openRepairRows(
      first.map((body, index) => ({ id: index + 1, body })),
      'kring',
    );
    expect(rows[0]).toEqual(OPEN_REPAIR_COLUMNS);
    const barriers = rows.slice(1).map((row) => row[OPEN_REPAIR_COLUMNS.indexOf('repair_barrier_if_end_of_life')]);
    expect(barriers).toEqual(['', 'No way to open product', 'Too worn out', 'Too worn out', '', 'Too worn out']);
    expect(rows[4]?.at(-1)).toBe('- los contact');
    expect(rows[2]?.[OPEN_REPAIR_COLUMNS.indexOf('product_age')]).toBe('12.5');
  });

  it('numbers its forty categories as the published list does', () => {
    expect(OPEN_REPAIR_CATEGORIES).toHaveLength(40);
    expect([1, 2, 16, 36, 40].map((number) => OPEN_REPAIR_CATEGORIES[number - 1])).toEqual([
      'Aircon/dehumidifier',
      'Battery/charger/adapter',
      'Laptop',
      'Coffee maker',
      'Iron',
    ]);
  });

  it.each([
    ['event_date', 'x,Demo,NLD,Lamp,Lamp,15,,,,Fixed,,G,2025-02-30,', 'not_a_date'],
    ['repair_status', 'x,Demo,NLD,Lamp,Lamp,15,,,,Mended,,G,2025-02-03,', 'not_a_word'],
    ['repair_barrier_if_end_of_life', 'x,Demo,NLD,Lamp,Lamp,15,,,,End of life,Lost,G,2025-02-03,', 'not_a_word'],
    ['id', ',Demo,NLD,Lamp,Lamp,15,,,,Fixed,,G,2025-02-03,', 'missing'],
    ['product_age', 'x,Demo,NLD,Lamp,Lamp,15,,,old,Fixed,,G,2025-02-03,', 'not_a_number'],
    ['country', 'x,Demo,nl,Lamp,Lamp,15,,,,Fixed,,G,2025-02-03,', 'wrong_form'],
  ])('names row and column of what is wrong with %s', (column, line, code) => {
    expect(readRows(readCsv(`${HEADS}\n${line}\n`).rows, asked).errors).toMatchObject([{ row: 2, column, code }]);
  });

  it('reads the list of a Repair Café by its Dutch heads', () => {
    const text =
      '\uFEFFDatum;Product;Merk;Klacht;Gerepareerd\n1-3-2026;Fiets;Gazelle;lekke band;Ja\n8-3-2026;Lamp;;snoer stuk;deels\n8-3-2026;Radio;;ruis;nee\n';
    const { bodies, errors } = readRows(readCsv(text).rows, {
      kind: 'repair',
      format: 'repair-cafe',
      mapping: {},
      constants: { source: 'Repair Café' },
    });
    expect(errors).toEqual([]);
    expect(
      bodies.map((body) => (body.kind === 'repair' ? [body.product, body.status, new Date(body.from).toISOString().slice(0, 10)] : [])),
    ).toEqual([
      ['Fiets', 'fixed', '2026-03-01'],
      ['Lamp', 'repairable', '2026-03-08'],
      ['Radio', 'end_of_life', '2026-03-08'],
    ]);
  });
});

import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { numberOf } from '../core/import-rows.ts';
import { xlsxOf } from './xlsx-file.ts';
import { readXlsx } from './xlsx-rows.ts';

describe('a workbook', () => {
  it('gives its first sheet as a file of texts, with numbers that cannot be read for thousands', async () => {
    const bytes = await xlsxOf([
      {
        name: 'Kassa',
        rows: [['Datum', 'Stuks', 'Kilo', 'Bron'], ['3-11-2025', 12, 1.234, 'kassa 2'], [], ['4-11-2025', 1_500_000, undefined, ' markt ']],
      },
      { name: 'Anders', rows: [['x'], ['y']] },
    ]);
    const { heads, rows } = await readXlsx(bytes);
    expect(heads).toEqual(['Datum', 'Stuks', 'Kilo', 'Bron']);
    expect(rows).toEqual([
      { number: 2, cells: { Datum: '3-11-2025', Stuks: '12', Kilo: '1,234', Bron: 'kassa 2' } },
      { number: 4, cells: { Datum: '4-11-2025', Stuks: '1500000', Kilo: '', Bron: 'markt' } },
    ]);
    expect(numberOf(rows[0]?.cells['Kilo'] ?? '')).toBe(1.234);
  });

  it('gives the day of a cell that holds a date', async () => {
    const day = new Date(Date.UTC(2025, 10, 3));
    const bytes = await writeXlsxFile([[{ value: 'Datum', type: String }], [{ value: day, type: Date, format: 'dd-mm-yyyy' }]]).toBuffer();
    expect((await readXlsx(bytes)).rows[0]?.cells).toEqual({ Datum: '2025-11-03' });
  });

  it.each([
    ['a text', Buffer.from('Datum;Stuks\n1;2\n')],
    ['nothing', Buffer.alloc(0)],
    ['half a zip', Buffer.from('PK\u0003\u0004')],
  ])('is refused when it is %s', async (_what, bytes) => {
    await expect(readXlsx(bytes)).rejects.toThrow('KW_IMPORT_INVALID');
  });

  it('is refused when it would unpack to more than a hub can hold', async () => {
    const packed = deflateRawSync(Buffer.alloc(80 * 1024 * 1024));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(30 + packed.length, 16);
    expect(packed.length).toBeLessThan(100_000);
    await expect(readXlsx(Buffer.concat([local, packed, central, end]))).rejects.toThrow('64 MB');
  });
});

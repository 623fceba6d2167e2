import { type ApiBucket, aggregateQuerySchema } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { staffBuckets } from '../../../test/support/staff-records.ts';
import { staffSite } from '../../../test/support/staff-site.ts';
import { csvOf } from './csv.ts';
import { inflowDevices, MEASURES, STEPS, trendPath } from './trend-query.ts';
import { trendRows } from './trend-rows.ts';

const at = Date.UTC(2026, 10, 21, 13, 5);
const DAY_MS = 86_400_000;
const queryOf = (path: string): Record<string, string> => Object.fromEntries(new URL(path, 'http://hub.local').searchParams);

describe('trendPath', () => {
  it.each(MEASURES.flatMap((measure) => STEPS.map((step) => ({ measure, step }))))(
    'asks what the hub understands: $measure per $step',
    (choice) => {
      const query = aggregateQuerySchema.parse(queryOf(trendPath({ ...choice, back: 0 }, at)));
      expect([query.bucket, query.fn]).toEqual([choice.step, ['sum']]);
      expect(query.to).toBe(Date.UTC(2026, 10, 21, 14));
      expect(query.from).toBeLessThan(at);
    },
  );

  it('goes back by whole pages that meet', () => {
    const [now, before] = [0, 1].map((back) => queryOf(trendPath({ measure: 'mass', step: 'day', back }, at)));
    expect(Number(now?.['to']) - Number(before?.['to'])).toBe(14 * DAY_MS);
    expect(Number(now?.['from']) - Number(before?.['from'])).toBe(14 * DAY_MS);
  });
});

describe('inflowDevices', () => {
  const site = staffSite(at);
  const none = { ...site, deposits: [] };

  it('counts each kilogram once: the intake when there is one, else the containers', () => {
    expect([...inflowDevices(none)]).toEqual(['yard/floor']);
    const without = site.devices.filter(({ meta }) => meta.id !== 'floor');
    expect([...inflowDevices({ devices: without, deposits: [] })]).toEqual(['yard/box-textile', 'yard/box-furniture', 'yard/box-mixed']);
  });

  it('follows the site, whose counted gifts tell which scales count', () => {
    const deposits = site.deposits.map((deposit, index) => ({ ...deposit, device: 'box-textile', counted: index > 0 }));
    expect([...inflowDevices({ ...site, deposits })]).toEqual(['yard/box-textile', 'yard/box-furniture', 'yard/box-mixed']);
    const refused = deposits.map((deposit) => ({ ...deposit, counted: false }));
    expect([...inflowDevices({ ...site, deposits: refused })]).toEqual(['yard/floor']);
  });
});

describe('trendRows', () => {
  it('adds up the devices that count, in kilograms, and keeps a day without gifts as zero', () => {
    const rows = trendRows(staffBuckets(at, 'deposit'), 'mass', (device) => device === 'yard/floor');
    expect(rows.map(({ value }) => value)).toEqual([310, 402, 0, 288, 512, 467, 390, 421, 376, 0, 298, 505, 488, 412]);
    expect(trendRows(staffBuckets(at, 'deposit'), 'mass', () => true)[0]?.value).toBe(620);
  });

  it('leaves a gap where a door was silent', () => {
    const rows = trendRows(staffBuckets(at, 'door_passages'), 'visits', (device) => device === 'yard/floor');
    expect([rows[3]?.value, rows[4]?.value, rows[4]?.completeness]).toEqual([288_000, undefined, 0]);
  });

  it('tells run time in hours, oldest first', () => {
    const bucket = (start: number, sum: number): ApiBucket => ({
      series: { measurement: 'tool_use', field: 'run_s', tags: { node: 'n', device: 'saw' }, unit: 's', kind: 'interval' },
      start,
      end: start + DAY_MS,
      n: 1,
      values: { sum },
    });
    expect(trendRows([bucket(DAY_MS, 7_200), bucket(0, 1_800)], 'tools', () => true).map(({ value }) => value)).toEqual([0.5, 2]);
  });
});

describe('csvOf', () => {
  it('writes what a Dutch spreadsheet opens: BOM, semicolons, CRLF', () => {
    expect(
      csvOf([
        ['Dag', 'kg'],
        ['za 21 nov', '-4,2'],
      ]),
    ).toBe('\uFEFFDag;kg\r\nza 21 nov;-4,2\r\n');
  });

  it('quotes what would break a row, and disarms formulas', () => {
    expect(csvOf([['a;b', 'say "hi"', '=1+1', '-cmd', '@x']])).toBe('\uFEFF"a;b";"say ""hi""";\'=1+1;\'-cmd;\'@x\r\n');
  });
});

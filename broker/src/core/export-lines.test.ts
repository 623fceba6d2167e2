import { describe, expect, it } from 'vitest';
import type { Bucket, Sample, SeriesKey } from '../ports/series-store.ts';
import { createCalendar } from './calendar.ts';
import { exportBuckets, exportSamples, type LineFormat } from './export-lines.ts';

const AT = Date.UTC(2026, 2, 29, 1);
const NET: SeriesKey = { measurement: 'scale_weight', tags: { node: 'n1', device: '=1+1' }, field: 'net_g', unit: 'g', kind: 'gauge' };
const ODD: SeriesKey = { measurement: 'own', tags: { room: 'a "b", c' }, field: 'x', unit: 'Cel', kind: 'gauge' };
const headOf = (format: LineFormat, timeZone = 'Europe/Amsterdam'): Parameters<typeof exportSamples>[0] => ({
  format,
  site: 'utrecht',
  timeZone,
  calendar: createCalendar(timeZone),
  madeAtMs: AT,
  series: [NET, ODD],
});

async function* samples(): AsyncGenerator<Sample> {
  yield { series: NET, at: AT, value: 12.5 };
  yield { series: ODD, at: AT + 1, value: -3 };
}

const BUCKETS: readonly Bucket[] = [
  { series: NET, start: AT, end: AT + 3_600_000, n: 2, values: { n: 2, mean: 7 }, completeness: 0.5 },
  { series: NET, start: AT + 3_600_000, end: AT + 7_200_000, n: 0, values: {} },
];

const textOf = async (lines: AsyncIterable<string>): Promise<string[]> => {
  let text = '';
  for await (const line of lines) text += line;
  return text.split(/\r?\n/u);
};

describe('an export', () => {
  it('tells units and definitions before the points, in CSV that no spreadsheet runs', async () => {
    expect(await textOf(exportSamples(headOf('csv'), samples()))).toEqual([
      '# Kringwijzer, site utrecht, made 2026-03-29T01:00:00.000Z, local time of Europe/Amsterdam. Indicative weighing, not for trade.',
      '# scale_weight net_g [g], gauge: last settled net mass (gross minus tare) of the window',
      '# own x [Cel], gauge: no definition is known',
      'time_utc,time_local,measurement,field,device,node,room,value,unit',
      "2026-03-29T01:00:00.000Z,2026-03-29T03:00:00+02:00,scale_weight,net_g,'=1+1,n1,,12.5,g",
      '2026-03-29T01:00:00.001Z,2026-03-29T03:00:00+02:00,own,x,,,"a ""b"", c",-3,Cel',
      '',
    ]);
  });

  it('leaves an empty bucket empty', async () => {
    const lines = await textOf(exportBuckets(headOf('csv', 'America/St_Johns'), ['n', 'mean'], BUCKETS));
    expect(lines.slice(3)).toEqual([
      '# n: number of stored values',
      '# mean: sum divided by n',
      'start_utc,start_local,end_utc,measurement,field,device,node,room,n,completeness,mean,unit',
      "2026-03-29T01:00:00.000Z,2026-03-28T22:30:00-02:30,2026-03-29T02:00:00.000Z,scale_weight,net_g,'=1+1,n1,,2,0.5,7,g",
      "2026-03-29T02:00:00.000Z,2026-03-28T23:30:00-02:30,2026-03-29T03:00:00.000Z,scale_weight,net_g,'=1+1,n1,,0,,,g",
      '',
    ]);
  });

  it('says the same as JSON lines, the head first', async () => {
    const points = (await textOf(exportSamples(headOf('jsonl'), samples()))).slice(0, -1).map((line) => JSON.parse(line) as unknown);
    expect(points).toMatchObject([
      { head: { site: 'utrecht', note: 'Indicative weighing, not for trade.', series: [{ field: 'net_g', unit: 'g' }, { unit: 'Cel' }] } },
      { at: AT, value: 12.5, unit: 'g' },
      { at: AT + 1, value: -3 },
    ]);
    const buckets = (await textOf(exportBuckets(headOf('jsonl'), ['mean'], BUCKETS)))
      .slice(1, -1)
      .map((line) => JSON.parse(line) as unknown);
    expect(buckets).toMatchObject([
      { n: 2, values: { mean: 7 } },
      { n: 0, values: {} },
    ]);
  });
});

import type { EntryBody, IndicatorResult, JournalEntry, KwRecord } from '@kringwijzer/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MonitoringHub, SITE, startMonitoringHub } from '../support/monitoring-hub.ts';
import { BOOT, ingestRecords, writeSeries } from '../support/monitoring-ingest.ts';
import { makeSiteYear, NODE, SITE_META, type SiteYear } from '../support/monitoring-site.ts';
import { massHalfOf, truthOf, type WallPeriod } from '../support/monitoring-truth.ts';

const YEAR = 2025;
const year = makeSiteYear(YEAR);
/** The year as people corrected it; what is counted by hand. */
let counted: SiteYear = year;
/** Midnight at the site as UTC: two hours before in summer, one in winter. */
const summer = (text: string): number => Date.parse(`${text}T00:00:00+02:00`);
const winter = (text: string): number => Date.parse(`${text}T00:00:00+01:00`);

const PERIODS: readonly { readonly name: string; readonly from: number; readonly to: number; readonly wall: WallPeriod }[] = [
  { name: 'the year', from: winter('2025-01-01'), to: winter('2026-01-01'), wall: { from: '2025-01-01', until: '2026-01-01' } },
  {
    name: 'the month of the short day',
    from: winter('2025-03-01'),
    to: summer('2025-04-01'),
    wall: { from: '2025-03-01', until: '2025-04-01' },
  },
  {
    name: 'the month of the long day',
    from: summer('2025-10-01'),
    to: winter('2025-11-01'),
    wall: { from: '2025-10-01', until: '2025-11-01' },
  },
  { name: 'the short day itself', from: winter('2025-03-30'), to: summer('2025-03-31'), wall: { from: '2025-03-30', until: '2025-03-31' } },
  { name: 'the long day itself', from: summer('2025-10-26'), to: winter('2025-10-27'), wall: { from: '2025-10-26', until: '2025-10-27' } },
  { name: 'one week of summer', from: summer('2025-07-07'), to: summer('2025-07-14'), wall: { from: '2025-07-07', until: '2025-07-14' } },
];

interface Trend {
  readonly series: readonly { readonly key: string; readonly values: readonly number[]; readonly halves?: readonly (number | null)[] }[];
  readonly compared?: readonly (number | null)[];
}

let site: MonitoringHub;
const startedAt = Date.now();
// The clock of the hub runs fifty times as fast: its limit of requests then never holds up a year of registers.
const nowMs = (): number => winter('2026-01-10') + (Date.now() - startedAt) * 50;
const lines: JournalEntry[] = [];
/** Lines that count, as the test knows them. */
const standing: EntryBody[] = [...year.entries];

beforeAll(async () => {
  site = await startMonitoringHub({
    nowMs,
    node: NODE,
    meta: SITE_META,
    load: async (store) => {
      await ingestRecords(store, SITE, year, { late: false });
      await writeSeries(store, SITE, year);
      await store.admin.maintain();
    },
  });
  for (const body of year.entries) lines.push(await site.add(body));
});

afterAll(() => site.stop());

async function indicators({ from, to }: { from: number; to: number }): Promise<ReadonlyMap<string, IndicatorResult>> {
  const found = (await site.get(`/monitoring/indicators?from=${from}&to=${to}`)) as IndicatorResult[];
  return new Map(found.map((result) => [result.id, result]));
}

/** The figures that differ from the count by hand; none when all is well. */
async function wrongFigures(period: (typeof PERIODS)[number], withLate: boolean): Promise<readonly string[]> {
  const found = await indicators(period);
  const truth = truthOf(counted, period.wall, { withLate, entries: standing });
  return Object.entries(truth).flatMap(([id, expected]) => {
    // What nobody recorded has no figure: a sum of nothing by hand is zero, a share of nothing is not a number.
    const value = found.get(id)?.value ?? (Number.isNaN(expected) ? Number.NaN : 0);
    const isSame = Object.is(value, expected) || Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
    return isSame ? [] : [`${period.name}: ${id} is ${value}, by hand ${expected}`];
  });
}

/** Late records arrive; a second time they change nothing. */
const ingestLate = (): Promise<void> => ingestRecords(site.store, SITE, year, { late: true });

async function wrongInAll(withLate: boolean): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const period of PERIODS) wrong.push(...(await wrongFigures(period, withLate)));
  return wrong;
}

describe('a year of a site', () => {
  it.each(PERIODS)('gives every indicator as a count by hand does, over $name', async (period) => {
    expect(await wrongFigures(period, false)).toEqual([]);
  });

  it('counts groups of people by their latest line and hides small ones', async () => {
    const found = await indicators(PERIODS[0]!);
    expect(found.get('volunteers')?.value).toBe(52 + 17);
    expect(found.get('paid_fte')?.value).toBe(9.4);
    expect(found.get('learn_work_places')).toMatchObject({ hidden: true });
    expect(found.get('learn_work_places')?.value).toBeUndefined();
  });

  it('says how complete the measuring was', async () => {
    const { value } = (await indicators(PERIODS[0]!)).get('completeness')!;
    // One in fifty values of the scale was left out, none of the two doors with ten times as many.
    const minutes = 365 * 1_440;
    expect(value).toBeCloseTo((100 * (2 * minutes + 0.98 * (minutes / 10))) / (2 * minutes + minutes / 10), 2);
  });

  it('counts late records once they are there', async () => {
    await ingestLate();
    expect(await wrongInAll(true)).toEqual([]);
  });

  it('counts corrected lines in place of the old ones, and struck ones no more', async () => {
    const sale = lines.find(({ body }) => body.kind === 'sale')!;
    const outcome = lines.find(({ body }) => body.kind === 'outcome' && body.outcome === 'residual')!;
    if (sale.body.kind !== 'sale') throw new TypeError('not a sale');
    const better = { ...sale.body, cents: 1_234_56, pieces: 1 };
    await site.post(`/monitoring/entries/${sale.id}/correct`, { why: 'kassa telde dubbel', body: better });
    await site.post(`/monitoring/entries/${outcome.id}/correct`, { why: 'hoort bij een andere locatie' });
    standing.splice(lines.indexOf(sale), 1, better);
    standing.splice(lines.indexOf(outcome), 1);
    expect(await wrongInAll(true)).toEqual([]);
    const history = (await site.get(`/monitoring/entries/${sale.id}/history`)) as JournalEntry[];
    expect(history.map(({ by, why }) => [by, why])).toEqual([
      ['Fatima', undefined],
      ['Fatima', 'kassa telde dubbel'],
    ]);
    await expect(site.post(`/monitoring/entries/${sale.id}/correct`, { why: 'nog eens' })).rejects.toThrow('KW_ENTRY_SUPERSEDED');
  });

  it('counts corrected records in place of the old ones, and struck ones no more, in figures and in trends', async () => {
    await ingestLate();
    // Of each kind one in the summer week and one elsewhere; what was never counted is no test.
    const wrong = (kind: KwRecord['kind'], device: string, nth: number): number => {
      const found = year.records.flatMap(({ record, clock }, seq) =>
        record.kind === kind && record.device === device && clock !== 'unsynced' && record.at > summer('2025-07-07') ? [seq] : [],
      );
      return found[nth] ?? Number.NaN;
    };
    const heavier = wrong('deposit', 'vloer', 3);
    const struck = [
      wrong('deposit', 'vloer', 8),
      wrong('session', 'zaag', 1),
      wrong('emptying', 'bak', 2),
      wrong('door_correction', 'deur-winkel', 0),
    ];
    const asked = { by: 'Ans', why: 'verkeerd gewogen', at: summer('2025-09-20') };
    const { record } = year.records[heavier]!;
    if (record.kind !== 'deposit') throw new TypeError('not a gift');
    const better = { ...record, massG: record.massG + 12_345 };
    await site.store.corrections.correct({ ...asked, id: `${NODE}/${BOOT}/${heavier}`, record: better });
    for (const seq of struck) await site.store.corrections.correct({ ...asked, id: `${NODE}/${BOOT}/${seq}` });
    const before = truthOf(year, PERIODS[0]!.wall, { withLate: true, entries: standing });
    counted = {
      ...year,
      records: year.records.flatMap((item, seq) => (seq === heavier ? [{ ...item, record: better }] : struck.includes(seq) ? [] : [item])),
    };
    const after = truthOf(counted, PERIODS[0]!.wall, { withLate: true, entries: standing });
    expect(['mass_in', 'gifts', 'tool_hours', 'emptyings', 'visits'].filter((id) => before[id] === after[id])).toEqual([]);
    expect(await wrongInAll(true)).toEqual([]);
  });

  it('shows how sure each month is, as gift by gift it comes out', async () => {
    await ingestLate();
    const { from, to } = PERIODS[0]!;
    const ask = async (query: string): Promise<Trend> =>
      (await site.get(`/monitoring/trends?from=${from}&to=${to}&bucket=month&${query}`)) as Trend;
    const mass = await ask('measure=mass');
    const halves = mass.series[0]?.halves ?? [];
    expect(halves).toHaveLength(12);
    for (const [month, half] of halves.entries()) {
      const wall = {
        from: `2025-${String(month + 1).padStart(2, '0')}`,
        until: month === 11 ? '2026' : `2025-${String(month + 2).padStart(2, '0')}`,
      };
      expect(half).toBeCloseTo(massHalfOf(counted, wall, true), 6);
    }
    // Over many years it would cost a hub seconds: then it says none.
    const long = (await site.get(`/monitoring/trends?from=${winter('2020-01-01')}&to=${to}&bucket=year&measure=mass`)) as Trend;
    expect(long.series[0]).not.toHaveProperty('halves');
    // The door of the yard was never counted along by hand: nobody knows how sure the sum is. That of the shop was, from March on.
    expect((await ask('measure=visits')).series[0]?.halves).toEqual(Array.from({ length: 12 }, () => null));
    const doors = await ask('measure=visits&group=device');
    const shop = doors.series.find(({ key }) => key === `${NODE}/deur-winkel`)!;
    expect(shop.halves?.slice(0, 3)).toEqual([null, null, null]);
    for (const half of shop.halves?.slice(3) ?? []) expect(half).toBeGreaterThan(0);
  });

  it('holds a container against another one, and against another site', async () => {
    const { from, to } = PERIODS[0]!;
    const trend = (query: string): Promise<Trend> =>
      site.get(`/monitoring/trends?from=${from}&to=${to}&bucket=month&${query}`) as Promise<Trend>;
    const own = await trend(`measure=mass&device=${NODE}/bak`);
    const held = await trend(`measure=mass&compare=device:${NODE}/bak`);
    expect(held.compared).toEqual(own.series[0]?.values);
    const open = (await site.get(`/monitoring/open-data?from=${from}&to=${to}`)) as {
      months: { from: string; to: string; figures: Record<string, { value: number | null }> }[];
    };
    const months = open.months.map(({ figures, ...month }) => ({
      from: Date.parse(month.from),
      to: Date.parse(month.to),
      figures: { mass_in: figures['mass_in']?.value ?? 0 },
    }));
    const time = { from, to, method: 'administration', source: 'open data' } as const;
    const { id } = await site.add({ kind: 'other_site', name: 'De Buren', months, ...time });
    const other = await trend(`measure=mass&compare=site:${id}`);
    for (const [index, value] of (other.compared ?? []).entries())
      expect(value).toBeCloseTo(other.series[0]?.values[index] ?? Number.NaN, 6);
  });

  it('tells visits apart by the part of the centre a door stands in', async () => {
    const { from, to } = PERIODS[0]!;
    const time = { from, to: from, method: 'administration', source: 'coördinator' } as const;
    await site.add({ kind: 'place', device: `${NODE}/deur-winkel`, block: 'workshop', ...time });
    await site.add({ kind: 'place', device: `${NODE}/deur-winkel`, block: 'thrift_shop', ...time });
    const ask = async (group: string): Promise<Trend> =>
      (await site.get(`/monitoring/trends?from=${from}&to=${to}&bucket=month&measure=visits&group=${group}`)) as Trend;
    const [blocks, doors] = [await ask('block'), await ask('device')];
    expect(blocks.series.map(({ key }) => key)).toEqual(['no_block', 'thrift_shop']);
    const shop = doors.series.find(({ key }) => key === `${NODE}/deur-winkel`);
    expect(blocks.series[1]?.values).toEqual(shop?.values);
  });

  it('gives trends whose parts add up to the indicator, by day and by month', async () => {
    const { from, to } = PERIODS[0]!;
    const found = await indicators(PERIODS[0]!);
    for (const [measure, id] of [
      ['mass', 'mass_in'],
      ['visits', 'visits'],
      ['revenue', 'revenue'],
      ['repairs', 'repairs'],
    ] as const)
      for (const bucket of ['day', 'month'] as const)
        for (const group of ['total', 'device', 'stream', 'block'] as const) {
          const table = (await site.get(`/monitoring/trends?from=${from}&to=${to}&measure=${measure}&bucket=${bucket}&group=${group}`)) as {
            starts: number[];
            series: { values: number[] }[];
          };
          const sum = table.series.flatMap(({ values }) => values).reduce((total, value) => total + value, 0);
          expect(sum).toBeCloseTo(found.get(id)?.value ?? Number.NaN, 4);
          expect(table.starts.length).toBe(bucket === 'day' ? 365 : 12);
        }
  });

  it('opens a figure to the records it was made of', async () => {
    const { from, to } = PERIODS[5]!;
    const origin = (await site.get(`/monitoring/indicators/mass_in/origin?from=${from}&to=${to}`)) as {
      facts: { fact: string; value: number; events: { massG: number; counts: boolean }[] }[];
    };
    const deposits = origin.facts.find(({ fact }) => fact === 'deposit.mass_g')!;
    const sum = deposits.events.filter(({ counts }) => counts).reduce((total, { massG }) => total + massG, 0);
    expect(deposits.events.length).toBeLessThan(200);
    expect(sum).toBe(deposits.value);
    expect(deposits.events.some(({ counts }) => !counts)).toBe(true);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeriesStore } from '@kringwijzer/broker';
import type { NodeMeta } from '@kringwijzer/contract';
import { launchChromium, SCREENS } from '../support/browser.ts';
import { type MonitoringHub, SITE, startMonitoringHub } from '../support/monitoring-hub.ts';
import { type BenchAim, type BenchOutcome, runBench } from './bench-report.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NODE = 'bank';
const SERIES = 30;
const NOW = Date.parse('2026-01-10T12:00:00Z');

const AIMS: readonly BenchAim[] = [
  { figure: 'year_page_ms', op: '<=', goal: 1_000 },
  { figure: 'year_api_ms', op: '<=', goal: 300 },
  { figure: 'ten_years_page_ms', op: '<=', goal: 2_000 },
];

/** Thirty doors that report each hour. */
const META: NodeMeta = {
  contract: 1,
  name: 'Bank',
  version: '1',
  simulated: true,
  devices: Array.from({ length: SERIES }, (_, door) => ({ kind: 'door', id: `deur-${door}`, name: `Deur ${door}` })),
};

async function load(store: SeriesStore, years: number): Promise<number> {
  const from = Date.parse('2026-01-01T00:00:00Z') - years * 366 * DAY_MS;
  let written = 0;
  for (let door = 0; door < SERIES; door += 1) {
    const tags = { site: SITE, node: NODE, device: `deur-${door}`, direction: 'in' };
    const series = { measurement: 'door_passages', tags, field: 'count', unit: '{passage}', kind: 'delta', stepMs: HOUR_MS } as const;
    for (let at = from; at < NOW; at += 20_000 * HOUR_MS) {
      const count = Math.min(20_000, Math.floor((NOW - at) / HOUR_MS));
      await store.write(Array.from({ length: count }, (_, hour) => ({ series, at: at + hour * HOUR_MS, value: (hour * 7 + door) % 40 })));
      written += count;
      await store.admin.maintain();
    }
  }
  return written;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Time from the address to a chart that is drawn with its table beside it, in ms; the hub and the browser have seen nothing of it yet the first time. */
async function openPages(site: MonitoringHub, queries: readonly string[], rounds: number): Promise<readonly number[]> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: SCREENS.desktop, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(`${site.hub.httpUrl}/`);
    await page.getByLabel('Naam').or(page.getByLabel('Name')).fill(site.person.name);
    await page.locator('input[type=password]').fill(site.person.password);
    await page.locator('button[type=submit]').click();
    await page.locator('nav.nav').waitFor();
    const medians: number[] = [];
    for (const query of queries) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await page.goto('about:blank');
        const startedAt = performance.now();
        await page.goto(`${site.hub.httpUrl}/#/results/trends?${query}`);
        await page.locator('.results-chart[data-drawn=yes]').waitFor();
        await page.locator('.trend table tbody tr').first().waitFor();
        times.push(performance.now() - startedAt);
      }
      medians.push(median(times));
    }
    return medians;
  } finally {
    await browser.close();
  }
}

async function apiTime(site: MonitoringHub, query: string, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await site.get(`/monitoring/trends?${query}`);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

async function bench(isQuick: boolean): Promise<BenchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bench-monitoring-'));
  const years = isQuick ? 2 : 10;
  let points = 0;
  const startedAt = Date.now();
  const site = await startMonitoringHub({
    nowMs: () => NOW + (Date.now() - startedAt) * 20,
    node: NODE,
    meta: META,
    load: async (store) => {
      points = await load(store, years);
    },
  });
  const loadS = (Date.now() - startedAt) / 1_000;
  try {
    const rounds = isQuick ? 3 : 7;
    const year = `from=2025-01-01&until=2025-12-31&measure=visits&bucket=day&group=device`;
    const decade = `from=${2026 - years}-01-01&until=2025-12-31&measure=visits&bucket=month&group=device`;
    const [yearMs = Number.NaN, decadeMs = Number.NaN] = await openPages(site, [year, decade], rounds);
    const apiQuery = `from=${Date.parse('2024-12-31T23:00:00Z')}&to=${Date.parse('2025-12-31T23:00:00Z')}&measure=visits&bucket=day&group=device`;
    const apiMs = await apiTime(site, apiQuery, rounds);
    const figures = {
      points,
      load_s: loadS,
      year_page_ms: yearMs,
      year_api_ms: apiMs,
      ...(isQuick ? {} : { ten_years_page_ms: decadeMs }),
    };
    const rounded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value)]));
    const rows = Object.entries(rounded).map(([name, value]) => [name, String(value)]);
    return {
      figures: rounded,
      aims: AIMS,
      tables: [
        {
          title: `Trends of ${SERIES} series: from the address to a drawn chart with its table, median of ${rounds}`,
          rows: [['figure', 'value'], ...rows],
        },
      ],
      ...(isQuick ? { absent: ['ten years are only loaded in a full run'] } : {}),
    };
  } finally {
    await site.stop();
    await rm(folder, { recursive: true });
  }
}

await runBench('monitoring', ({ quick }) => bench(quick));

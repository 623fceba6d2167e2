import type { SeriesStore } from '@kringwijzer/broker';
import { NODE, type SiteYear } from './monitoring-site.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** The start of the node the records come from, unless a test says another. */
export const BOOT = '00112233aabbccdd';

/** Puts the records of the year into the store: those that are on time, or the late ones. */
export async function ingestRecords(
  store: SeriesStore,
  site: string,
  year: SiteYear,
  { late, boot = BOOT }: { readonly late: boolean; readonly boot?: string },
): Promise<void> {
  const chosen = year.records.map((item, seq) => ({ ...item, seq })).filter((item) => item.late === late);
  // Each record in a batch of its own sequence: what is late leaves holes, as in life.
  const batches = chosen.map(({ record, clock, seq }) => ({
    site,
    node: NODE,
    receivedAt: record.at + (late ? 3 * DAY_MS : 5_000),
    batch: { boot, seq0: seq, clock, records: [record] },
  }));
  for (let at = 0; at < batches.length; at += 2_000) await store.ingest(batches.slice(at, at + 2_000));
}

/** Puts the series of the year into the store: minutes of doors, a scale that reports each minute, taps of the kiosk. */
export async function writeSeries(store: SeriesStore, site: string, year: SiteYear): Promise<void> {
  const { from, doors } = year.minutes;
  for (const [device, counts] of Object.entries(doors)) {
    const series = {
      measurement: 'door_passages',
      tags: { site, node: NODE, device, direction: 'in' },
      field: 'count',
      unit: '{passage}',
      kind: 'delta',
      stepMs: MINUTE_MS,
    } as const;
    for (let minute = 0; minute < counts.length; minute += 50_000)
      await store.write(
        Array.from(counts.subarray(minute, minute + 50_000), (value, index) => ({
          series,
          at: from + (minute + index) * MINUTE_MS,
          value,
        })),
      );
  }
  const net = {
    measurement: 'scale_weight',
    tags: { site, node: NODE, device: 'vloer' },
    field: 'net_g',
    unit: 'g',
    kind: 'gauge',
    stepMs: 600_000,
  } as const;
  const count = ((doors['deur-werf']?.length ?? 0) * MINUTE_MS) / 600_000;
  await store.write(
    Array.from({ length: count }, (_, index) => ({ series: net, at: from + index * 600_000, value: 0 })).filter(
      (_, index) => index % 50 !== 0,
    ),
  );
  await store.write(
    year.opinions.map(({ at, face, burst, count: value }) => ({
      series: {
        measurement: 'kiosk_opinion',
        tags: { site, kiosk: 'ingang', face, burst },
        field: 'count',
        unit: '{answer}',
        kind: 'delta',
      } as const,
      at,
      value,
    })),
  );
  await store.write(
    year.said.map(({ at, stream, massG: value }) => ({
      series: { measurement: 'kiosk_stream', tags: { site, kiosk: 'ingang', stream }, field: 'mass_g', unit: 'g', kind: 'delta' } as const,
      at,
      value,
    })),
  );
}

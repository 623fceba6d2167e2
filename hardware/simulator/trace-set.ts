import { MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import { demoSite, demoSiteConfig } from './demo-site.ts';
import { createSite, type Site } from './site.ts';
import { type LineSink, type TraceSpan, writeTrace, writeTruth } from './trace-writer.ts';

/** A committed trace: how to make it again from its seed. */
export interface NamedTrace {
  readonly name: string;
  /** What is to be seen in it, for the README beside the files. */
  readonly shows: string;
  readonly seed: number;
  readonly device: string;
  readonly span: TraceSpan;
  readonly site: () => Site;
}

/** Wednesday 20 May 2026, 10:00 in Amsterdam. */
const START = Date.UTC(2026, 4, 20, 8, 0);

const span = (minutes: number, sampleHz: number, fromMs = START): TraceSpan => ({ fromMs, toMs: fromMs + minutes * MINUTE_MS, sampleHz });
const open = (seed: number) => (): Site => demoSite({ seed, startAt: START, alwaysOpen: true });

/** A site to which nobody comes: only wind, temperature and the amplifier. */
function nobody(seed: number): Site {
  const config = demoSiteConfig({ seed, startAt: START, alwaysOpen: true });
  const { firstDonorAfterMs: _, ...visitors } = config.visitors;
  return createSite({ ...config, visitors: { ...visitors, perHour: 0, burstPerHour: 0 } });
}

/** One gift of 4.2 kg by somebody who steps on and off: the smallest story of all. */
function oneGift(seed: number): Site {
  const site = nobody(seed);
  site.inject({ type: 'deposit', scale: 'intake-1', atMs: START + 20 * SECOND_MS, massG: 4_200, personG: 78_000, stream: 'textile' });
  return site;
}

/** Two gifts, the truck that takes the container away and brings it back, one gift more. */
function truck(seed: number): Site {
  const site = nobody(seed);
  const gift = (atS: number, massG: number): void => {
    site.inject({ type: 'deposit', scale: 'container-1', atMs: START + atS * SECOND_MS, massG, personG: 81_000 });
  };
  gift(40, 22_000);
  gift(130, 35_500);
  site.inject({ type: 'emptying', scale: 'container-1', atMs: START + 250 * SECOND_MS, awayMs: 150 * SECOND_MS });
  gift(600, 18_400);
  return site;
}

/** The traces in hardware/traces. */
export const TRACE_SET: readonly NamedTrace[] = [
  {
    name: 'donation',
    shows: 'one gift of 4.2 kg, a person of 78 kg steps on and off',
    seed: 11,
    device: 'intake-1',
    span: span(1, 10),
    site: () => oneGift(11),
  },
  {
    name: 'intake-busy',
    shows: 'twenty busy minutes on the floor scale, staff carry goods on',
    seed: 12,
    device: 'intake-1',
    span: span(20, 10),
    site: open(12),
  },
  {
    name: 'intake-quiet',
    shows: 'ten minutes in which nothing happens',
    seed: 13,
    device: 'intake-1',
    span: span(10, 10),
    site: () => nobody(13),
  },
  {
    name: 'container-emptied',
    shows: 'four cells: gifts, a truck takes the container and brings it back empty',
    seed: 14,
    device: 'container-1',
    span: span(11, 10),
    site: () => truck(14),
  },
  {
    name: 'door-hours',
    shows: 'two hours of a door with every kind of crossing',
    seed: 15,
    device: 'door-1',
    span: span(120, 1),
    site: open(15),
  },
  { name: 'saw-hour', shows: 'an hour of a saw that idles and works', seed: 16, device: 'saw-1', span: span(60, 2), site: open(16) },
];

/** Writes a committed trace and its truth. */
export function makeTrace(trace: NamedTrace, sink: LineSink, truthSink: LineSink): void {
  const site = trace.site();
  writeTrace(site, trace.device, trace.span, sink);
  writeTruth(site, trace.device, trace.span, truthSink);
}

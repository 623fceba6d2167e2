import { createSite, type Site } from './site.ts';
import type { Opening, ScaleSimConfig, SiteSimConfig } from './site-config.ts';

const KG = 1_000;

/** Tuesday to Friday 08:30-16:30, Saturday 08:00-13:30, closed on Monday and Sunday (the hours of Emmen). */
export const WEEK_HOURS: Opening = [
  null,
  { fromHour: 8.5, toHour: 16.5 },
  { fromHour: 8.5, toHour: 16.5 },
  { fromHour: 8.5, toHour: 16.5 },
  { fromHour: 8.5, toHour: 16.5 },
  { fromHour: 8, toHour: 13.5 },
  null,
];

/** A floor scale of 300 kg: four cells of 200 kg joined in a box on one amplifier. */
export const FLOOR_SCALE: ScaleSimConfig = {
  id: 'intake-1',
  role: 'intake',
  cells: 1,
  capacityG: 300 * KG,
  divisionG: 100,
  cellCapacityG: 800 * KG,
  deadLoadG: 42 * KG,
  containerG: 0,
  initialGoodsG: 0,
  emptyAtG: Number.POSITIVE_INFINITY,
  windG: 40,
  rainG: 0,
  creepShare: 0.0002,
  noiseNv: 50,
  outlierShare: 0.0005,
};

/** A 20 ft container of 2,230 kg on four cells of 5 t, each on its own amplifier. */
export const CONTAINER_SCALE: ScaleSimConfig = {
  id: 'container-1',
  role: 'container',
  cells: 4,
  capacityG: 10_000 * KG,
  divisionG: 1 * KG,
  cellCapacityG: 5_000 * KG,
  deadLoadG: 480 * KG,
  containerG: 2_230 * KG,
  initialGoodsG: 640 * KG,
  emptyAtG: 2_400 * KG,
  windG: 900,
  rainG: 6 * KG,
  creepShare: 0.0002,
  noiseNv: 50,
  outlierShare: 0.0005,
};

/** What a demo may choose. */
export interface DemoSiteOptions {
  readonly seed: number;
  /** UTC epoch milliseconds. */
  readonly startAt: number;
  /** Never closed, so that a demo lives at night too. */
  readonly alwaysOpen?: boolean;
  /** The first donor steps on this long after the start; 12 s unless told. */
  readonly firstDonorAfterMs?: number;
}

/** The configuration of the demo: `intake-1`, `container-1` (four cells), `door-1`, `saw-1`, `drill-1`, `level-1`. */
export function demoSiteConfig(options: DemoSiteOptions): SiteSimConfig {
  return {
    seed: options.seed,
    startAt: options.startAt,
    timeZone: 'Europe/Amsterdam',
    opening: options.alwaysOpen === true ? 'always' : WEEK_HOURS,
    visitors: {
      perHour: 75,
      burstPerHour: 200,
      burstShare: 0.08,
      donorShare: 0.4,
      straightShare: 0.12,
      firstDonorAfterMs: options.firstDonorAfterMs ?? 12_000,
    },
    weather: { meanC: 11, swingC: 8, windMs: 4, rainShare: 0.08, lagMs: 5_400_000 },
    scales: [FLOOR_SCALE, CONTAINER_SCALE],
    doors: [{ id: 'door-1' }],
    tools: [
      { id: 'saw-1', idleAmps: 1.1, runAmps: 6.4, runsPerHour: 6 },
      { id: 'drill-1', idleAmps: 0.5, runAmps: 2.6, runsPerHour: 9 },
    ],
    levels: [{ id: 'level-1', scale: 'container-1', emptyMm: 2_350, fullMm: 350, fullG: 3_000 * KG }],
  };
}

/** A site for demos and tests, see `demoSiteConfig`. */
export const demoSite = (options: DemoSiteOptions): Site => createSite(demoSiteConfig(options));

import { createCalendar } from './calendar.ts';
import { createDoorSim } from './door-sim.ts';
import { type Injection, inject } from './inject.ts';
import { distanceMm } from './level-sim.ts';
import { seedOf } from './prng.ts';
import { createScaleSim } from './scale-sim.ts';
import type { DoorEdge, DoorSimConfig, LevelSimConfig, ScaleSimConfig, SiteSimConfig, ToolSimConfig, TruthEvent } from './site-config.ts';
import { createToolSim } from './tool-sim.ts';
import { createTruthLog } from './truth-log.ts';
import { createWeather, type Weather } from './weather.ts';
import { createYard } from './yard-plan.ts';

/** A scale as an installer would describe it: its configuration and what a calibration finds. */
export interface ScaleInfo extends ScaleSimConfig {
  readonly countsPerGram: readonly number[];
  readonly zeroCounts: readonly number[];
}

/**
 * A site that lives, in virtual time: every answer is a function of the seed and the moment. Moments are UTC epoch
 * milliseconds from `config.startAt` on; what lies more than two days before the latest moment asked is forgotten.
 * Every function that names a device throws RangeError when the site has none of that name.
 */
export interface Site {
  readonly config: SiteSimConfig;
  readonly scales: readonly ScaleInfo[];
  readonly doors: readonly DoorSimConfig[];
  readonly tools: readonly ToolSimConfig[];
  readonly levels: readonly LevelSimConfig[];
  /** Load of each channel in gram-force, receptor and container included. */
  readonly loadG: (scaleId: string, atMs: number) => number[];
  /** Bridge voltage of one channel in millivolts, for an HX711 model at 5 V excitation. */
  readonly bridgeMillivolts: (scaleId: string, cell: number, atMs: number) => number;
  /** Signed 24-bit counts of every channel, for speeds at which the firmware cannot be emulated. */
  readonly counts: (scaleId: string, atMs: number) => number[];
  /** Goods on a scale in grams, when all has settled. */
  readonly goodsG: (scaleId: string, atMs: number) => number;
  /** Beam edges in [fromMs, toMs). */
  readonly doorEdges: (doorId: string, fromMs: number, toMs: number) => readonly DoorEdge[];
  /** Current of a tool in ampere rms. */
  readonly toolAmps: (toolId: string, atMs: number) => number;
  /** What a distance sensor reads in millimetres. */
  readonly distanceMm: (levelId: string, atMs: number) => number;
  /** Air temperature in degrees Celsius. */
  readonly airC: (atMs: number) => number;
  /** What really happened in [fromMs, toMs), by the moment it was over. */
  readonly truth: (fromMs: number, toMs: number) => readonly TruthEvent[];
  /** Lets something happen at a moment not asked for yet; gives its truth. Throws RangeError for the past. */
  readonly inject: (event: Injection) => readonly TruthEvent[];
}

function named<T>(kind: string, list: readonly (readonly [string, T])[]): (id: string) => T {
  const map = new Map(list);
  return (id) => {
    const found = map.get(id);
    if (found === undefined) throw new RangeError(`the site has no ${kind} ${id}; it has ${[...map.keys()].join(', ') || 'none'}`);
    return found;
  };
}

/** Devices by their ids, built from the configuration. */
function createDevices(config: SiteSimConfig, weather: Weather) {
  const scales = config.scales.map((scale) => createScaleSim(scale, config.seed, weather));
  const doors = config.doors.map(createDoorSim);
  const tools = config.tools.map((tool) => createToolSim(tool, config.seed));
  const byId = <T extends { readonly config: { readonly id: string } }>(list: readonly T[]) =>
    list.map((entry) => [entry.config.id, entry] as const);
  const scaleOf = named('scale', byId(scales));
  const levels = config.levels.map((level) => [level.id, { level, scale: scaleOf(level.scale) }] as const);
  return {
    scales,
    doors,
    tools,
    scaleOf,
    doorOf: named('door', byId(doors)),
    toolOf: named('tool', byId(tools)),
    levelOf: named('level', levels),
  };
}

/** Builds a site. Throws RangeError for a time zone that does not exist or a level whose scale is not there. */
export function createSite(config: SiteSimConfig): Site {
  const weather = createWeather(config.weather, config.seed, config.startAt);
  const devices = createDevices(config, weather);
  const { scales, scaleOf, doorOf, toolOf, levelOf } = devices;
  const truths = createTruthLog();
  const yard = createYard(scales, truths.add);
  const planTo = createCalendar({ config, scales, doors: devices.doors, tools: devices.tools, yard, truths });
  let askedMs = config.startAt;

  /** Plans up to the moment before the answer is worked out. */
  const at = <T>(atMs: number, answer: () => T): T => {
    if (!(atMs >= config.startAt)) throw new RangeError(`the site starts at ${config.startAt}, ${atMs} is before that`);
    if (atMs > askedMs) askedMs = atMs;
    planTo(atMs);
    return answer();
  };
  return {
    config,
    scales: scales.map((scale) => ({ ...scale.config, countsPerGram: scale.countsPerGram, zeroCounts: scale.zeroCounts })),
    doors: config.doors,
    tools: config.tools,
    levels: config.levels,
    loadG: (scaleId, atMs) => at(atMs, () => scaleOf(scaleId).loadG(atMs)),
    bridgeMillivolts: (scaleId, cell, atMs) => at(atMs, () => scaleOf(scaleId).millivolts(cell, atMs)),
    counts: (scaleId, atMs) => at(atMs, () => scaleOf(scaleId).counts(atMs)),
    goodsG: (scaleId, atMs) => at(atMs, () => scaleOf(scaleId).goodsG(atMs)),
    doorEdges: (doorId, fromMs, toMs) => at(toMs, () => doorOf(doorId).edges(fromMs, toMs)),
    toolAmps: (toolId, atMs) => at(atMs, () => toolOf(toolId).amps(atMs)),
    distanceMm: (levelId, atMs) => at(atMs, () => distanceMm(levelOf(levelId).level, levelOf(levelId).scale, config.seed, atMs)),
    airC: weather.airC,
    truth: (fromMs, toMs) => at(toMs, () => truths.between(fromMs, toMs)),
    inject: (event) => {
      const fromMs = 'fromMs' in event ? event.fromMs : event.atMs;
      if (fromMs < askedMs) throw new RangeError(`${fromMs} has been measured already; inject at ${askedMs} or later`);
      planTo(fromMs);
      const made = inject({ scaleOf, doorOf, toolOf, yard, seed: seedOf(config.seed, 34, fromMs) }, event);
      made.forEach(truths.add);
      return made;
    },
  };
}

import { countsOf, createLoadCell, inputNoiseMv, type LoadCell, RAIL_MV, spoiled } from './load-cell.ts';
import { namedSeed, seedOf } from './prng.ts';
import { createReceptor, type Receptor } from './receptor.ts';
import type { ScaleSimConfig } from './site-config.ts';
import type { Weather } from './weather.ts';

/** A broken channel: cut (the reading goes to the rail) or stuck (the last value stays). */
interface CellFault {
  readonly cell: number;
  readonly fault: 'cut' | 'stuck';
  readonly fromMs: number;
  readonly toMs: number;
}

/** A scale of the simulated site. */
export interface ScaleSim {
  readonly config: ScaleSimConfig;
  readonly receptor: Receptor;
  /** One number a channel: what a calibration at 20 degrees with the empty container in place finds. */
  readonly countsPerGram: readonly number[];
  readonly zeroCounts: readonly number[];
  readonly faults: CellFault[];
  /** Load of each channel in gram-force, container and receptor included. */
  readonly loadG: (atMs: number) => number[];
  /** Bridge output of a channel in millivolts, amplifier noise included. Throws RangeError for a channel it has not. */
  readonly millivolts: (cell: number, atMs: number) => number;
  /** 24-bit counts of every channel. */
  readonly counts: (atMs: number) => number[];
  /** Goods lying on it, in grams, when all before has settled; a missing container counts as empty. */
  readonly goodsG: (atMs: number) => number;
}

/** Builds a scale: receptor, one bridge a channel, wind and rain of the site. */
export function createScaleSim(config: ScaleSimConfig, siteSeed: number, weather: Weather): ScaleSim {
  const seed = namedSeed(siteSeed, config.id);
  const emptyG = config.deadLoadG + config.containerG;
  const receptor = createReceptor(emptyG + config.initialGoodsG, config.creepShare, seedOf(seed, 1));
  const bridges: LoadCell[] = Array.from({ length: config.cells }, (_, cell) => createLoadCell(config, seedOf(seed, 100 + cell)));
  const emptyCellG = (emptyG * (1 + config.creepShare)) / config.cells;
  const faults: CellFault[] = [];

  const loadG = (atMs: number): number[] => {
    const corners = receptor.cornersG(atMs);
    const sky = (config.windG * weather.windPush(atMs) + config.rainG * weather.waterShare(atMs)) / 4;
    const loads = Array.from(corners, (corner) => corner + sky);
    return config.cells === 4 ? loads : [loads.reduce((sum, load) => sum + load, 0)];
  };
  const bridgeMv = (cell: number, load: number, atMs: number): number => {
    const bridge = bridges[cell];
    if (bridge === undefined) throw new RangeError(`scale ${config.id} has no channel ${cell}`);
    const fault = faults.find((entry) => entry.cell === cell && atMs >= entry.fromMs && atMs < entry.toMs);
    if (fault?.fault === 'cut') return RAIL_MV;
    const feltMs = fault === undefined ? atMs : fault.fromMs;
    const feltG = fault === undefined ? load : (loadG(feltMs)[cell] ?? 0);
    return bridge.millivolts(feltG, weather.steelC(feltMs)) + inputNoiseMv(config.noiseNv, seedOf(seed, 200 + cell), feltMs);
  };
  return {
    config,
    receptor,
    countsPerGram: bridges.map((bridge) => bridge.countsPerGram),
    zeroCounts: bridges.map((bridge) => bridge.zeroCounts + emptyCellG * bridge.countsPerGram),
    faults,
    loadG,
    millivolts: (cell, atMs) => bridgeMv(cell, loadG(atMs)[cell] ?? 0, atMs),
    counts: (atMs) =>
      loadG(atMs).map((load, cell) => spoiled(countsOf(bridgeMv(cell, load, atMs)), config.outlierShare, seedOf(seed, 300 + cell), atMs)),
    goodsG: (atMs) => Math.max(0, receptor.staticG(atMs) - emptyG),
  };
}

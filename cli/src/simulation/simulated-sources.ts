import {
  type AmpsEvent,
  type DistanceEvent,
  type EdgeEvent,
  type InjectedSources,
  polledSource,
  type ReadingEvent,
} from '@kringwijzer/firmware-bridge';
import type { Site } from '@kringwijzer/hardware/simulator';

/** How often simulated devices are read, in ms of node time. */
const TOOL_EVERY_MS = 200;
const LEVEL_EVERY_MS = 1_000;
const DOOR_EVERY_MS = 50;

const byId = <T>(devices: readonly { readonly id: string }[], make: (id: string) => T): Record<string, T> =>
  Object.fromEntries(devices.map(({ id }) => [id, make(id)]));

/** Doors, tools and levels of a simulated site as sources of a node. */
export function simulatedSources(site: Site): InjectedSources {
  return {
    doors: byId(site.doors, (id) => {
      let fromMs: number | undefined;
      return polledSource<EdgeEvent>(DOOR_EVERY_MS, (atMs, emit) => {
        for (const { atMs: edgeMs, beam, broken } of site.doorEdges(id, fromMs ?? atMs, atMs))
          emit({ type: 'edge', atMs: edgeMs, beam, broken });
        fromMs = atMs;
      });
    }),
    tools: byId(site.tools, (id) =>
      polledSource<AmpsEvent>(TOOL_EVERY_MS, (atMs, emit) => emit({ type: 'amps', atMs, amps: site.toolAmps(id, atMs) })),
    ),
    levels: byId(site.levels, (id) =>
      polledSource<DistanceEvent>(LEVEL_EVERY_MS, (atMs, emit) => emit({ type: 'distance', atMs, distanceMm: site.distanceMm(id, atMs) })),
    ),
  };
}

/** Scales whose amplifiers are a plain model at `sampleHz`, for speeds at which the firmware cannot be emulated. */
export function simulatedAmplifiers(site: Site, sampleHz: number): InjectedSources {
  return {
    scales: byId(site.scales, (id) =>
      polledSource<ReadingEvent>(1_000 / sampleHz, (atMs, emit) => emit({ type: 'counts', atMs, raw: site.counts(id, atMs) })),
    ),
  };
}

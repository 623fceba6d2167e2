import { loadNodeConfig, type NodeDeps, type RunningNode, startNode } from '@kringwijzer/firmware-bridge';
import { demoSite, type Site } from '@kringwijzer/hardware/simulator';
import { type EmulatedBoards, emulatedBoards } from './emulated-boards.ts';
import { simulatedClock } from './simulated-clock.ts';
import { type SimulatedNode, simulatedNodeConfig } from './simulated-config.ts';
import { simulatedAmplifiers, simulatedSources } from './simulated-sources.ts';

/** Fastest speed at which the firmware of the boards is emulated; above it the amplifiers are a plain model. */
const FASTEST_EMULATION = 20;
const SAMPLE_HZ = 10;

export interface SimulatedNodeOptions extends Omit<SimulatedNode, 'serialPathOf'> {
  readonly seed: number;
  /** Times real time, 1..1000. */
  readonly speed: number;
  /** Simulated time at the start, UTC epoch ms. */
  readonly startAt: number;
  readonly firstDonorAfterMs?: number;
}

export interface RunningSimulation {
  readonly node: RunningNode;
  readonly site: Site;
  readonly stop: () => Promise<void>;
}

/** Starts a node on simulated hardware: up to 20 times real time the real firmware runs on emulated boards and talks over serial lines. */
export async function startSimulatedNode(options: SimulatedNodeOptions, deps: Pick<NodeDeps, 'log'>): Promise<RunningSimulation> {
  const { seed, speed, startAt, firstDonorAfterMs } = options;
  const site = demoSite({ seed, startAt, alwaysOpen: true, ...(firstDonorAfterMs !== undefined && { firstDonorAfterMs }) });
  const boards: EmulatedBoards | undefined = speed <= FASTEST_EMULATION ? emulatedBoards(site, startAt) : undefined;
  const { config } = loadNodeConfig({ overrides: simulatedNodeConfig(site, { ...options, serialPathOf: boards?.pathOf }) });
  const sources = { ...simulatedSources(site), ...(boards === undefined && simulatedAmplifiers(site, SAMPLE_HZ)) };
  const node = await startNode(config, {
    ...deps,
    clock: simulatedClock(startAt, speed),
    clockEvidence: { isSynced: () => true, kernelBoot: () => undefined },
    sources,
    ...(boards && { openSerial: boards.openSerial }),
  });
  boards?.start(speed);
  return {
    node,
    site,
    stop: async () => {
      boards?.stop();
      await node.stop();
    },
  };
}

import type { NodeConfigInput } from '@kringwijzer/firmware-bridge';
import type { Site } from '@kringwijzer/hardware/simulator';

/** Where a simulated node keeps its data and whom it reports to. */
export interface SimulatedNode {
  readonly siteId: string;
  readonly nodeId: string;
  readonly dataDir: string;
  readonly hub: NodeConfigInput['hub'];
  readonly journal: boolean;
  /** Serial path of a scale's board; undefined when amplifiers are a plain model. */
  readonly serialPathOf: ((scaleId: string) => string) | undefined;
}

/** Share of its emptying mass at which a container counts as full. */
const FULL_OVER_EMPTYING = 1.08;

const SCALE_NAMES: Readonly<Record<string, string>> = { intake: 'Inname', container: 'Kringloopcontainer', outflow: 'Uitgaand' };
const TOOL_NAMES: Readonly<Record<string, string>> = { 'saw-1': 'Zaagtafel', 'drill-1': 'Kolomboor' };

/** The configuration an installer would write for the devices of a simulated site, with the calibration its scales would get. */
export function simulatedNodeConfig(site: Site, node: SimulatedNode): NodeConfigInput {
  return {
    site: node.siteId,
    node: node.nodeId,
    name: 'Gesimuleerde locatie',
    dataDir: node.dataDir,
    timeZone: site.config.timeZone,
    hub: node.hub,
    spool: { journal: node.journal },
    delivery: { drainJitterMs: 500 },
    devices: [
      ...site.scales.map((scale) => scaleConfig(scale, node)),
      ...site.doors.map(({ id }) => ({ kind: 'door' as const, id, name: 'Hoofdingang', driver: { type: 'simulated' as const } })),
      ...site.tools.map((tool) => ({
        kind: 'tool' as const,
        id: tool.id,
        name: TOOL_NAMES[tool.id] ?? tool.id,
        idleAmps: tool.idleAmps,
        runAmps: tool.runAmps,
        driver: { type: 'simulated' as const },
      })),
      ...site.levels.map((level) => ({
        kind: 'level' as const,
        id: level.id,
        name: 'Niveau container',
        container: level.scale,
        emptyMm: level.emptyMm,
        fullMm: level.fullMm,
        driver: { type: 'simulated' as const },
      })),
    ],
  };
}

function scaleConfig(scale: Site['scales'][number], { serialPathOf }: SimulatedNode) {
  const path = serialPathOf?.(scale.id);
  return {
    kind: 'scale' as const,
    id: scale.id,
    name: SCALE_NAMES[scale.role] ?? scale.id,
    role: scale.role,
    capacityG: scale.capacityG,
    divisionG: scale.divisionG,
    sampleHz: 10,
    ...(scale.role === 'container' ? { fullG: Math.round(scale.emptyAtG * FULL_OVER_EMPTYING) } : {}),
    channels: scale.countsPerGram.map((countsPerGram, cell) => ({ countsPerGram, zeroCounts: scale.zeroCounts[cell] ?? 0 })),
    driver:
      path === undefined
        ? { type: 'simulated' as const }
        : { type: 'board' as const, path, channels: Array.from({ length: scale.cells }, (_, cell) => cell + 1) },
  };
}

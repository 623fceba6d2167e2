import type { BuildingBlock, ScaleRole } from '@kringwijzer/contract';
import { inflowOf, type SensorInfo } from './core/collect-sensors.ts';
import type { Journal } from './ports/journal.ts';
import type { TrendQuery } from './trends.ts';

/** Which sensor a key is of, or undefined when it does not count: goods count once, on the scales of the inflow. */
export function countedOf(
  inflowRole: ScaleRole | undefined,
  query: Pick<TrendQuery, 'measure' | 'device'>,
  sensors: readonly SensorInfo[],
): (key: string) => SensorInfo | undefined {
  const goods = query.measure === 'mass' || query.measure === 'gifts';
  if (goods && query.device === undefined) {
    const inflow = inflowOf(sensors, inflowRole);
    return (key) => inflow.get(key);
  }
  const byKey = new Map(sensors.map((sensor) => [sensor.key, sensor]));
  return (key) => {
    const [node = '', device = ''] = key.split('/');
    return byKey.get(key) ?? { key, node, device, name: device, kind: 'tool' };
  };
}

/** Part of what stands in no building block of the centre. */
export const NO_BLOCK = 'no_block';

/** Building block of each device by its key, as the latest line of the journal says. */
export function blocksOf(journal: Pick<Journal, 'current'>): ReadonlyMap<string, BuildingBlock> {
  const lines = journal.current({ kinds: ['place'] }).toSorted((left, right) => left.id - right.id);
  return new Map(lines.flatMap(({ body }) => (body.kind === 'place' ? [[body.device, body.block] as const] : [])));
}

/** The part of a measure a value belongs to. */
export function groupOf(
  { group, blocks }: Pick<TrendQuery, 'group'> & { readonly blocks: ReadonlyMap<string, string> },
  sensor: SensorInfo,
  stream: string | undefined,
): { readonly key: string; readonly label: string } {
  if (group === 'block') {
    const block = blocks.get(sensor.key) ?? NO_BLOCK;
    return { key: block, label: block };
  }
  if (group === 'device') return { key: sensor.key, label: sensor.name };
  if (group === 'total') return { key: 'total', label: 'total' };
  const named = stream === undefined || stream === 'unknown' ? (sensor.stream ?? 'unknown') : stream;
  return { key: named, label: named };
}

import type { DeviceAnswers } from './device-answers.ts';

/** The `devices` of a node's configuration that answers lead to. */
export const devicesOf = ({ scales, indicators, doors, tools, levels }: DeviceAnswers): readonly object[] => [
  ...scales.map(scaleOf),
  ...indicators.map(indicatorOf),
  ...doors.map(doorOf),
  ...tools.map(toolOf),
  ...levels.map(levelOf),
];

const grams = (kilograms: number): number => Math.round(kilograms * 1_000);

function scaleOf({ id, name, port, capacityKg, divisionKg, channels, role }: DeviceAnswers['scales'][number]): object {
  const driver = { type: 'board', path: port, channels };
  return { kind: 'scale', id, name, role, capacityG: grams(capacityKg), divisionG: grams(divisionKg), driver };
}

function indicatorOf(answer: DeviceAnswers['indicators'][number]): object {
  const { id, name, port, protocol, baud, sendsByItself, capacityKg, divisionKg, role } = answer;
  const driver = { type: 'indicator', protocol, path: port, baud, ...(sendsByItself && { poll: false }) };
  return { kind: 'scale', id, name, role, capacityG: grams(capacityKg), divisionG: grams(divisionKg), driver };
}

const doorOf = ({ id, name, lineA, lineB }: DeviceAnswers['doors'][number]): object => ({
  kind: 'door',
  id,
  name,
  driver: { type: 'gpio', lineA, lineB },
});

function toolOf(tool: DeviceAnswers['tools'][number]): object {
  const { id, name, port } = tool;
  const board = { type: 'firmata', path: port };
  if (tool.sensor === 'contact') return { kind: 'tool', id, name, driver: { ...board, sensor: 'contact', pin: tool.pin } };
  const { pin, ampsPerVolt, idleAmps, runAmps } = tool;
  return { kind: 'tool', id, name, idleAmps, runAmps, driver: { ...board, sensor: 'clamp', pin, ampsPerVolt } };
}

const levelOf = ({ id, name, port, pin, container, emptyMm, fullMm, mmPerVolt, mmAtZeroV }: DeviceAnswers['levels'][number]): object => ({
  kind: 'level',
  id,
  name,
  ...(container !== undefined && { container }),
  emptyMm,
  fullMm,
  driver: { type: 'firmata', path: port, sensor: 'distance', pin, mmPerVolt, mmAtZeroV },
});

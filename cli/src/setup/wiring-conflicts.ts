import type { DeviceAnswers } from './device-answers.ts';

/** One use of something that only one may use. */
interface Use {
  readonly what: string;
  readonly by: string;
}

/** What is wired twice: lines, amplifiers, pins, ports that two kinds of boards would share, ids. One sentence each. */
export function wiringConflicts(devices: DeviceAnswers): readonly string[] {
  const uses = [...lines(devices), ...amplifiers(devices), ...pins(devices), ...indicatorPorts(devices), ...ids(devices)];
  const twice = uses.flatMap(({ what, by }, index) => {
    const other = uses.slice(0, index).find((use) => use.what === what);
    return other === undefined ? [] : [`${what} is used by ${other.by} and again by ${by}`];
  });
  return [...twice, ...sharedPorts(devices)];
}

const lines = ({ doors }: DeviceAnswers): Use[] =>
  doors.flatMap(({ id, lineA, lineB }) => [lineA, lineB].map((line) => ({ what: `line ${line}`, by: id })));

const amplifiers = ({ scales }: DeviceAnswers): Use[] =>
  scales.flatMap(({ id, port, channels }) => channels.map((channel) => ({ what: `amplifier ${channel} of ${port}`, by: id })));

/** Digital pins 14 to 19 of the board are its analog pins A0 to A5. */
const pins = ({ tools, levels }: DeviceAnswers): Use[] =>
  [...tools, ...levels].map(({ id, port, pin }) => {
    const name = typeof pin === 'number' && pin >= 14 ? `A${pin - 14}` : String(pin);
    return { what: `pin ${name} of ${port}`, by: id };
  });

const indicatorPorts = ({ indicators }: DeviceAnswers): Use[] => indicators.map(({ id, port }) => ({ what: port, by: id }));

const ids = ({ scales, indicators, doors, tools, levels }: DeviceAnswers): Use[] =>
  [...scales, ...indicators, ...doors, ...tools, ...levels].map(({ id, name }) => ({ what: `the id ${id}`, by: name }));

/** Scale boards, tool boards and indicators each speak their own language: a port has one kind. */
function sharedPorts({ scales, indicators, tools, levels }: DeviceAnswers): string[] {
  const kinds = [
    ['a scale board', scales],
    ['an indicator', indicators],
    ['a tool board', [...tools, ...levels]],
  ] as const;
  const ports = new Set(kinds.flatMap(([, devices]) => devices.map(({ port }) => port)));
  return [...ports].flatMap((port) => {
    const at = kinds.filter(([, devices]) => devices.some((device) => device.port === port)).map(([kind]) => kind);
    return at.length > 1 ? [`${port} is ${at.join(' and also ')}`] : [];
  });
}

import { checkAnalogPin, checkName, checkNumber, idOf, numberOf } from './ask-checks.ts';
import { askPort } from './ask-port.ts';
import type { DeviceAnswersInput } from './device-answers.ts';
import type { Prompter } from './prompter.ts';
import type { FoundPort } from './serial-ports.ts';

type Tools = NonNullable<DeviceAnswersInput['tools']>;
type Levels = NonNullable<DeviceAnswersInput['levels']>;
type Board = Pick<Levels[number], 'id' | 'name' | 'port'>;

const WIRED = [
  { value: 'clamp', label: 'Current clamp around the cable of a tool' },
  { value: 'contact', label: 'Contact or vibration switch of a tool' },
  { value: 'level', label: 'Distance sensor over a container' },
] as const;

/** What hangs on tool boards: tools and levels. */
export async function askToolBoards(
  ask: Prompter,
  ports: readonly FoundPort[],
): Promise<{ readonly tools: Tools; readonly levels: Levels }> {
  const tools: Tools = [];
  const levels: Levels = [];
  while (await ask.yes(tools.length + levels.length === 0 ? 'Is a tool board plugged in?' : 'Anything else on a tool board?', false)) {
    const wired = await ask.choose('What is wired to it?', WIRED);
    const name = await ask.text({ message: wired === 'level' ? 'Name of the level' : 'Name of the tool', check: checkName });
    const board = { id: idOf(name), name, port: await askPort(ask, ports) };
    if (wired === 'level') levels.push(await askLevel(ask, board));
    else tools.push(wired === 'clamp' ? await askClamp(ask, board) : await askContact(ask, board));
  }
  return { tools, levels };
}

async function askClamp(ask: Prompter, board: Board): Promise<Tools[number]> {
  const pin = await ask.text({ message: 'Analog pin of the clamp', initial: 'A0', check: checkAnalogPin });
  const amps = await ask.text({ message: 'Amperes per volt, as printed on the clamp', initial: '30', check: checkNumber(0.001, 10_000) });
  const idle = await ask.text({ message: 'Amperes when switched on and idle', initial: '0.3', check: checkNumber(0, 1_000) });
  const run = await ask.text({ message: 'Amperes when working', initial: '2', check: checkNumber(0.001, 1_000) });
  return { ...board, sensor: 'clamp', pin, ampsPerVolt: numberOf(amps), idleAmps: numberOf(idle), runAmps: numberOf(run) };
}

async function askContact(ask: Prompter, board: Board): Promise<Tools[number]> {
  const pin = await ask.text({ message: 'Digital pin of the contact', initial: '2', check: checkNumber(2, 19) });
  return { ...board, sensor: 'contact', pin: numberOf(pin) };
}

async function askLevel(ask: Prompter, board: Board): Promise<Levels[number]> {
  const pin = await ask.text({ message: 'Analog pin of the sensor', initial: 'A0', check: checkAnalogPin });
  const empty = await ask.text({ message: 'Distance in mm when the container is empty', initial: '2000', check: checkNumber(1, 100_000) });
  const full = await ask.text({ message: 'Distance in mm when it is full', initial: '300', check: checkNumber(0, 100_000) });
  const slope = await ask.text({ message: 'Millimetres per volt, from the sheet of the sensor', check: checkNumber(-100_000, 100_000) });
  return { ...board, pin, emptyMm: numberOf(empty), fullMm: numberOf(full), mmPerVolt: numberOf(slope) };
}

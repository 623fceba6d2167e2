import { checkName, checkNumber, idOf, numberOf } from './ask-checks.ts';
import { askPort } from './ask-port.ts';
import { type DeviceAnswersInput, PROTOCOLS, type Protocol } from './device-answers.ts';
import type { Prompter } from './prompter.ts';
import type { FoundPort } from './serial-ports.ts';

type Scales = NonNullable<DeviceAnswersInput['scales']>;
type Indicators = NonNullable<DeviceAnswersInput['indicators']>;
type Doors = NonNullable<DeviceAnswersInput['doors']>;

const SCALE_ROLES = [
  { value: 'intake', label: 'Floor scale where visitors put things down' },
  { value: 'container', label: 'Under a container' },
  { value: 'outflow', label: 'Goods that leave' },
] as const;

/** Scales on our own boards. */
export async function askScales(ask: Prompter, ports: readonly FoundPort[]): Promise<Scales> {
  const found: Scales = [];
  while (await ask.yes(found.length === 0 ? 'Is a scale board plugged in?' : 'Another scale?', found.length < ports.length)) {
    const name = await ask.text({ message: 'Name of the scale', check: checkName });
    const port = await askPort(ask, ports);
    const amplifiers = await ask.text({ message: 'How many amplifiers of the board belong to it', initial: '1', check: checkNumber(1, 4) });
    const channels = Array.from({ length: Math.round(numberOf(amplifiers)) }, (_, index) => index + 1);
    found.push({ id: idOf(name), name, port, channels, ...(await askRange(ask)) });
  }
  return found;
}

/** Scales that somebody else's indicator reads. */
export async function askIndicators(ask: Prompter, ports: readonly FoundPort[]): Promise<Indicators> {
  const found: Indicators = [];
  while (await ask.yes(found.length === 0 ? 'Is a weighing indicator with a serial port plugged in?' : 'Another indicator?', false)) {
    const name = await ask.text({ message: 'Name of its scale', check: checkName });
    const port = await askPort(ask, ports);
    const options = (Object.entries(PROTOCOLS) as [Protocol, string][]).map(([value, label]) => ({ value, label }));
    const protocol = await ask.choose('What does it speak?', options);
    const baud = await ask.text({ message: 'Speed of its line, in baud', initial: '9600', check: checkNumber(300, 1_000_000) });
    const sendsByItself = await ask.yes('Does it send without being asked?', protocol === 'toledo');
    found.push({ id: idOf(name), name, port, protocol, baud: numberOf(baud), sendsByItself, ...(await askRange(ask)) });
  }
  return found;
}

async function askRange(ask: Prompter): Promise<Pick<Scales[number], 'capacityKg' | 'divisionKg' | 'role'>> {
  const capacity = await ask.text({ message: 'Most it may weigh, in kg', initial: '300', check: checkNumber(0.1, 100_000) });
  const division = await ask.text({ message: 'Smallest step, in kg', initial: '0.1', check: checkNumber(0.001, 100) });
  const role = await ask.choose('Where is it?', SCALE_ROLES);
  return { capacityKg: numberOf(capacity), divisionKg: numberOf(division), role };
}

/** Doors with two light beams on the header of this machine. */
export async function askDoors(ask: Prompter): Promise<Doors> {
  const found: Doors = [];
  while (await ask.yes(found.length === 0 ? 'Are light beams of a door wired to this machine?' : 'Another door?', false)) {
    const name = await ask.text({ message: 'Name of the door', check: checkName });
    const lineA = await ask.text({ message: 'BCM number of beam A, the outer one', initial: '17', check: checkNumber(2, 27) });
    const lineB = await ask.text({ message: 'BCM number of beam B, the inner one', initial: '27', check: checkNumber(2, 27) });
    found.push({ id: idOf(name), name, lineA: numberOf(lineA), lineB: numberOf(lineB) });
  }
  return found;
}

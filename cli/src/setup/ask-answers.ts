import type { AnswersInput } from './answers.ts';
import type { Prompter } from './prompter.ts';
import type { FoundPort } from './serial-ports.ts';

/** What the machine offers. */
export interface Offered {
  readonly ports: readonly FoundPort[];
  readonly hostName: string;
  readonly timeZone: string;
}

const ID = /^[a-z0-9-]{1,32}$/u;
const ROLES = [
  { value: 'hub', label: 'Hub', hint: 'broker, store and pages; one a site' },
  { value: 'node', label: 'Node', hint: 'scales, doors and tools' },
  { value: 'kiosk', label: 'Kiosk', hint: 'the screen for visitors' },
] as const;
const SCALE_ROLES = [
  { value: 'intake', label: 'Floor scale where visitors put things down' },
  { value: 'container', label: 'Under a container' },
  { value: 'outflow', label: 'Goods that leave' },
] as const;
const OTHER = 'other';

const checkId = (answer: string): string | undefined => (ID.test(answer) ? undefined : 'a-z, 0-9 and hyphen, at most 32');
const checkName = (answer: string): string | undefined =>
  answer.trim().length >= 1 && answer.length <= 64 ? undefined : '1 to 64 characters';
const checkNumber =
  (low: number, high: number) =>
  (answer: string): string | undefined => {
    const value = Number(answer.replace(',', '.'));
    return answer.trim() !== '' && value >= low && value <= high ? undefined : `a number from ${low} to ${high}`;
  };
const numberOf = (answer: string): number => Number(answer.replace(',', '.'));

function checkZone(answer: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: answer }).format(0) === '' ? 'not a time zone' : undefined;
  } catch {
    return 'a time zone such as Europe/Amsterdam'; // RangeError: the only way Intl says so
  }
}

const idOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 32);

/** Asks the questions of one machine. Rejects with KW_USAGE when the person stops. */
export async function askAnswers(ask: Prompter, offered: Offered): Promise<AnswersInput> {
  const role = await ask.choose('What is this machine?', ROLES);
  if (role === 'kiosk') return kiosk(ask);
  const site = await ask.text({ message: 'Id of the site, the same on all its machines', check: checkId });
  const timeZone = await ask.text({ message: 'Time zone', initial: offered.timeZone, check: checkZone });
  if (role === 'hub') {
    const siteName = await ask.text({ message: 'Name of the site, as people read it', check: checkName });
    const network = await ask.yes('Do nodes, kiosks or browsers on other machines reach this hub?', true);
    return { role, site, siteName, timeZone, network };
  }
  const node = await ask.text({ message: 'Id of this node', initial: idOf(offered.hostName), check: checkId });
  return { role, site, node, timeZone, scales: await scales(ask, offered.ports), doors: await doors(ask) };
}

async function kiosk(ask: Prompter): Promise<AnswersInput> {
  const id = await ask.text({ message: 'Id of this kiosk', initial: 'entrance', check: checkId });
  const hubUrl = await ask.text({ message: 'Address of the hub', initial: 'http://127.0.0.1:8080', check: checkUrl });
  const token = await ask.text({ message: 'Token of this kiosk, from the hub', check: checkToken });
  return { role: 'kiosk', id, hubUrl, token };
}

const checkUrl = (answer: string): string | undefined =>
  /^https?:\/\/[^\s/]+/u.test(answer) && URL.canParse(answer) ? undefined : 'an address such as https://hub.local:8080';
const checkToken = (answer: string): string | undefined => (answer.length >= 1 && answer.length <= 128 ? undefined : '1 to 128 characters');

type NodeInput = Extract<AnswersInput, { role: 'node' }>;

async function scales(ask: Prompter, ports: readonly FoundPort[]): Promise<NonNullable<NodeInput['scales']>> {
  const found: NonNullable<NodeInput['scales']> = [];
  ask.tell('Serial ports found', ports.length === 0 ? 'none' : ports.map(({ path }) => path).join('\n'));
  while (await ask.yes(found.length === 0 ? 'Is a scale board plugged in?' : 'Another scale?', found.length < ports.length)) {
    const name = await ask.text({ message: 'Name of the scale', check: checkName });
    const port = await choosePort(ask, ports);
    const amplifiers = await ask.text({ message: 'How many amplifiers of the board belong to it', initial: '1', check: checkNumber(1, 4) });
    const capacity = await ask.text({ message: 'Most it may weigh, in kg', initial: '300', check: checkNumber(0.1, 100_000) });
    const division = await ask.text({ message: 'Smallest step, in kg', initial: '0.1', check: checkNumber(0.001, 100) });
    found.push({
      id: idOf(name),
      name,
      port,
      role: await ask.choose('Where is it?', SCALE_ROLES),
      capacityKg: numberOf(capacity),
      divisionKg: numberOf(division),
      channels: Array.from({ length: Math.round(numberOf(amplifiers)) }, (_, index) => index + 1),
    });
  }
  return found;
}

async function choosePort(ask: Prompter, ports: readonly FoundPort[]): Promise<string> {
  const options = [...ports.map(({ path, label }) => ({ value: path, label })), { value: OTHER, label: 'Another one' }];
  const chosen = ports.length === 0 ? OTHER : await ask.choose('Its serial port', options);
  return chosen === OTHER ? ask.text({ message: 'Path of the serial port', check: checkPath }) : chosen;
}

const checkPath = (answer: string): string | undefined => (answer.startsWith('/dev/') ? undefined : 'a path that begins with /dev/');

async function doors(ask: Prompter): Promise<NonNullable<NodeInput['doors']>> {
  const found: NonNullable<NodeInput['doors']> = [];
  while (await ask.yes(found.length === 0 ? 'Are light beams of a door wired to this machine?' : 'Another door?', false)) {
    const name = await ask.text({ message: 'Name of the door', check: checkName });
    const lineA = await ask.text({ message: 'BCM number of beam A, the outer one', initial: '17', check: checkNumber(2, 27) });
    const lineB = await ask.text({ message: 'BCM number of beam B, the inner one', initial: '27', check: checkNumber(2, 27) });
    found.push({ id: idOf(name), name, lineA: numberOf(lineA), lineB: numberOf(lineB) });
  }
  return found;
}

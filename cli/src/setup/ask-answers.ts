import type { AnswersInput } from './answers.ts';
import { checkId, checkName, checkToken, checkUrl, checkZone, idOf } from './ask-checks.ts';
import { askDoors, askIndicators, askScales } from './ask-scales.ts';
import { askToolBoards } from './ask-tool-boards.ts';
import type { Prompter } from './prompter.ts';
import type { FoundPort } from './serial-ports.ts';

/** What the machine offers. */
export interface Offered {
  readonly ports: readonly FoundPort[];
  readonly hostName: string;
  readonly timeZone: string;
}

const ROLES = [
  { value: 'hub', label: 'Hub', hint: 'broker, store and pages; one a site' },
  { value: 'node', label: 'Node', hint: 'scales, doors, tools and levels' },
  { value: 'kiosk', label: 'Kiosk', hint: 'the screen for visitors' },
] as const;

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
  const { ports } = offered;
  ask.tell('Serial ports found', ports.length === 0 ? 'none' : ports.map(({ path }) => path).join('\n'));
  return {
    role,
    site,
    node,
    timeZone,
    scales: await askScales(ask, ports),
    indicators: await askIndicators(ask, ports),
    doors: await askDoors(ask),
    ...(await askToolBoards(ask, ports)),
  };
}

async function kiosk(ask: Prompter): Promise<AnswersInput> {
  const id = await ask.text({ message: 'Id of this kiosk', initial: 'entrance', check: checkId });
  const hubUrl = await ask.text({ message: 'Address of the hub', initial: 'http://127.0.0.1:8080', check: checkUrl });
  const token = await ask.text({ message: 'Token of this kiosk, from the hub', check: checkToken });
  return { role: 'kiosk', id, hubUrl, token };
}

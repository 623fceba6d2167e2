import { readFileSync, writeSync } from 'node:fs';
import { release } from 'node:os';
import { sysfsChips } from '../../../firmware-bridge/src/adapters/gpio/gpio-chip.ts';
import { type GuestLine, MARK, type Scenario, type Seen } from '../plan.ts';
import { DoorRig } from './door-rig.ts';
import { hasPackagedNode, playPackaged } from './packaged-node.ts';
import { freeBeams, playMoves } from './play-moves.ts';
import { makeSimChip, type SimChip } from './sim-chip.ts';
import { exportedLines, holdForEver, prepare } from './sysfs-state.ts';

/** Longer than the driver's own look at the levels, so that a level no interrupt told of shows itself as an edge too many. */
const QUIET_MS = 1_500;

const tell = (line: GuestLine): void => void writeSync(1, `${MARK}${JSON.stringify(line)}\n`);

/** The chips of a Raspberry Pi 5: the one of the processor first, so that the header's lines begin at 571. */
function raspberryPi5(): SimChip {
  makeSimChip('soc', 'gpio-brcmstb@107d508500', 59);
  return makeSimChip('rp1', 'pinctrl-rp1', 54);
}

async function play(chip: SimChip, scenario: Scenario): Promise<Seen> {
  freeBeams(chip, scenario.driver);
  const restore = await prepare(scenario);
  const rig = new DoorRig(scenario.driver);
  try {
    const before = exportedLines();
    await rig.open();
    const during = exportedLines();
    if (rig.via !== undefined) await playMoves(chip, scenario.driver, scenario);
    const counted = await rig.close(QUIET_MS);
    const exported = { before, during, after: exportedLines() };
    return { name: scenario.name, via: rig.via, fault: rig.fault, ...counted, exported };
  } finally {
    await restore();
  }
}

async function main(planFile: string): Promise<void> {
  const chip = raspberryPi5();
  tell({ chips: sysfsChips('/sys/class/gpio'), kernel: release() });
  const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Scenario[];
  for (const scenario of plan) tell({ seen: await play(chip, scenario) });
  const walks = plan.find(({ name }) => name === 'walks');
  if (walks !== undefined && hasPackagedNode()) tell({ packaged: await playPackaged(chip, walks) });
}

const [, , verb = '', driver = ''] = process.argv;
if (verb === 'hold') holdForEver(driver);
else void main(verb).then(() => process.exit(0));

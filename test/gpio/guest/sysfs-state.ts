import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { gpioSource } from '../../../firmware-bridge/src/adapters/gpio/gpio-source.ts';
import { sourceContext } from '../../../firmware-bridge/testing/source-context.ts';
import type { Scenario } from '../plan.ts';

const SYSFS = '/sys/class/gpio';

/** Lines that are exported in sysfs, such as `gpio588`. */
export const exportedLines = (): string[] => readdirSync(SYSFS).filter((name) => /^gpio\d+$/u.test(name));

/** Does what a scenario asks for before the driver starts; gives back how to end it. */
export async function prepare(scenario: Scenario): Promise<() => Promise<void>> {
  if (scenario.before === 'killed') return leaveLines(scenario);
  if (scenario.before === 'holds-b') return holdLine(scenario);
  if (scenario.before === 'no-sysfs') {
    execFileSync('mount', ['-t', 'tmpfs', 'none', SYSFS]);
    return () => Promise.resolve(void execFileSync('umount', [SYSFS]));
  }
  return () => Promise.resolve();
}

/** A process like the node opens the lines and is killed: they stay exported. */
async function leaveLines({ driver }: Scenario): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'hold', JSON.stringify(driver)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await killed(child);
  return () => Promise.resolve();
}

/** What the process of `leaveLines` does: opens the beams, says so and never closes them. */
export function holdForEver(driver: string): void {
  gpioSource(JSON.parse(driver) as Scenario['driver']).start(sourceContext(), (event) => {
    if (event.type === 'identity') process.stdout.write(`${event.firmware}\n`);
  });
  setInterval(() => undefined, 60_000);
}

/** Another program holds line B through the character device. */
async function holdLine({ driver }: Scenario): Promise<() => Promise<void>> {
  const chip = new RegExp(`^(gpiochip\\d+) \\[${driver.chip}\\]`, 'mu').exec(execFileSync('gpiodetect', { encoding: 'utf8' }))?.[1] ?? '';
  const child = spawn('gpiomon', ['--banner', '--chip', chip, String(driver.lineB)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return () => killed(child);
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}

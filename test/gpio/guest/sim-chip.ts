import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const CONFIG = '/sys/kernel/config/gpio-sim';

/** A chip made by gpio-sim, with the file that pulls each of its lines up or down. */
export interface SimChip {
  readonly pullFile: (line: number) => string;
}

/** Makes a simulated chip with a label. Source: Documentation/admin-guide/gpio/gpio-sim.rst of the kernel. */
export function makeSimChip(name: string, label: string, lines: number): SimChip {
  const folder = `${CONFIG}/${name}`;
  mkdirSync(`${folder}/bank0`, { recursive: true });
  writeFileSync(`${folder}/bank0/num_lines`, String(lines));
  writeFileSync(`${folder}/bank0/label`, label);
  writeFileSync(`${folder}/live`, '1');
  const device = readFileSync(`${folder}/dev_name`, 'utf8').trim();
  const chip = readFileSync(`${folder}/bank0/chip_name`, 'utf8').trim();
  return { pullFile: (line) => `/sys/devices/platform/${device}/${chip}/sim_gpio${line}/pull` };
}

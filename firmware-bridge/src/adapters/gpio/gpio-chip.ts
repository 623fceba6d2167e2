import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A GPIO chip as the kernel shows it. */
export interface GpioChip {
  readonly label: string;
  /** Number of its line 0 in sysfs; it moves between kernels, so it is looked up at each start. */
  readonly base: number;
  readonly lines: number;
}

/** Labels of the header's chip on a Raspberry Pi 5, 4 and older, in the order in which they are looked for. */
export const PI_LABELS = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835'] as const;

const readLine = (file: string): string => readFileSync(file, 'utf8').trim();

/** Chips under sysfs. Kernels from 6.17 on have folders chipN beside gpiochipN; these are another interface and are left out. */
export function sysfsChips(root: string): GpioChip[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((entry) => /^gpiochip\d+$/u.test(entry))
    .map((entry) => ({
      label: readLine(join(root, entry, 'label')),
      base: Number(readLine(join(root, entry, 'base'))),
      lines: Number(readLine(join(root, entry, 'ngpio'))),
    }));
}

/** The chip with this label, or that of a Raspberry Pi for `auto`. Throws Error in plain words when there is none or more than one. */
export function chooseChip<Chip extends { readonly label: string }>(chips: readonly Chip[], wanted: string): Chip {
  const there = chips.map((chip) => chip.label).join(', ') || 'none';
  for (const label of wanted === 'auto' ? PI_LABELS : [wanted]) {
    const found = chips.filter((chip) => chip.label === label);
    const [only] = found;
    if (found.length > 1) throw new Error(`${found.length} GPIO chips are called ${label}`);
    if (only !== undefined) return only;
  }
  throw new Error(
    wanted === 'auto' ? `no GPIO chip of a Raspberry Pi; there are: ${there}` : `no GPIO chip ${wanted}; there are: ${there}`,
  );
}

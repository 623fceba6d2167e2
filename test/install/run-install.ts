import { join } from 'node:path';
import process from 'node:process';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { bootImage } from './disk-image.ts';
import { Guest } from './guest.ts';
import { installImage } from './install-image.ts';
import { serveDisk } from './nbd-server.ts';
import { VolatileDisk } from './volatile-disk.ts';

const BOOTS = 2;
const MEMORY_MB = 1_536;
const SHOW_EVERY_MS = 200;
/** What a visitor puts on the floor scale when the guest asks for it. */
export const GIFT_KG = 12.4;

/** Installs, reboots, upgrades and purges on a Debian; gives what its scripts said, by the first word of each line. */
export async function runInstall(
  work: string,
  needs: { readonly parts: GuestParts; readonly debian: string },
  deadlineMs: number,
): Promise<ReadonlyMap<string, string>> {
  const disk = new VolatileDisk(installImage(work, needs.debian, needs.parts));
  const socket = join(work, 'disk.sock');
  const server = await serveDisk(disk, socket);
  const boot = bootImage(work, needs.parts);
  const said = new Map<string, string>();
  const untilMs = performance.now() + deadlineMs;
  let shownKg = 0;
  try {
    for (let number = 1; number <= BOOTS; number += 1) {
      const onSaid = (line: string): void => {
        process.stderr.write(`${line}\n`);
        const [name = ''] = line.split(' ', 1);
        said.set(name, line.slice(name.length + 1));
        if (name === 'give') shownKg = GIFT_KG;
      };
      const machine = { kernel: needs.parts.kernel, boot, disk: socket, work, memoryMb: MEMORY_MB, cpus: 2, onSaid };
      const guest = await Guest.start(machine);
      const load = setInterval(() => guest.show(shownKg), SHOW_EVERY_MS);
      await guest.ended(untilMs - performance.now()).finally(() => clearInterval(load));
      // What a clean shutdown did not flush is gone.
      disk.cut(() => 0.5);
    }
  } finally {
    server.close();
    disk.close();
  }
  return said;
}

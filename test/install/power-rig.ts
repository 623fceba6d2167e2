import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuestParts } from '../gpio/guest-parts.ts';
import { runTool } from '../gpio/run-tool.ts';
import { auditImage, type PowerAudit, type Told } from './audit-image.ts';
import { bootImage } from './disk-image.ts';
import { Guest } from './guest.ts';
import { Life } from './life.ts';
import { serveDisk } from './nbd-server.ts';
import { powerImage } from './power-image.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** A boot without hardware virtualisation on a machine that others use too. */
const UP_WITHIN_MS = 420_000;
const SHOW_EVERY_MS = 200;
/** A gift of so many kg is put on the floor scale this often; the scale is cleared when it holds enough. */
const GIFT = { everyMs: 4_000, kg: 4.2, mostKg: 60 } as const;
/** Share of the cuts that fall into the boot itself, and how late into it, in ms. */
const IN_BOOT = { share: 0.2, withinMs: 60_000 } as const;
/** Longest time between everything being up and the cut, in ms. */
const MOST_WAIT_MS = 8_000;
const MEMORY_MB = 768;

/** What a machine needs to be cut from its power. */
export interface PowerParts {
  readonly parts: GuestParts;
  /** Tar file of a Debian. */
  readonly debian: string;
  /** Folder with the packages of hub and node. */
  readonly packages: string;
}

/** One cut. */
export interface Cut {
  readonly phase: 'load' | 'boot';
  /** Seconds from power-on to a record at the hub; undefined when the cut came before. */
  readonly upS: number | undefined;
  /** Records of this boot the node had told to be committed. */
  readonly committed: number;
  /** Writes in the disk's cache that the cut took away, whole or in part. */
  readonly lostWrites: number;
  /** What would need a person's hand: units that failed, files set aside. Empty is right. */
  readonly trouble: string;
}

/** A machine with hub and node on a disk that loses what was not flushed, fed by a weighing indicator. */
export class PowerRig {
  readonly #work: string;
  readonly #kernel: string;
  readonly #boot: string;
  readonly #image: string;
  readonly #disk: VolatileDisk;
  readonly #server: Server;
  readonly #told = new Map<string, Told>();

  private constructor(work: string, machine: { kernel: string; boot: string; image: string; disk: VolatileDisk; server: Server }) {
    this.#work = work;
    this.#kernel = machine.kernel;
    this.#boot = machine.boot;
    this.#image = machine.image;
    this.#disk = machine.disk;
    this.#server = machine.server;
  }

  /** Installs the packages on a disk; nothing is switched on yet. */
  static async start({ parts, debian, packages }: PowerParts): Promise<PowerRig> {
    const work = mkdtempSync(join(tmpdir(), 'kw-power-'));
    try {
      const image = powerImage(work, debian, packages);
      const disk = new VolatileDisk(image);
      const server = await serveDisk(disk, join(work, 'disk.sock'));
      return new PowerRig(work, { kernel: parts.kernel, boot: bootImage(work, parts), image, disk, server });
    } catch (error) {
      rmSync(work, { recursive: true, force: true });
      throw error;
    }
  }

  /** Switches the machine on and pulls the plug at a random moment. Rejects with Error when it does not start by itself. */
  async cut(random: () => number): Promise<Cut> {
    // The first boot makes the site; a cut there would only show that it had to be made again.
    const inBoot = this.#told.size > 0 && random() < IN_BOOT.share;
    const waitMs = random() * (inBoot ? IN_BOOT.withinMs : MOST_WAIT_MS);
    const life = new Life();
    const guest = await this.#switchOn((line) => {
      const told = life.take(line);
      if (told !== undefined) this.#told.set(told.boot, told);
    });
    const load = this.#feed(guest);
    try {
      const alive = Promise.race([life.up(UP_WITHIN_MS), guest.gone()]);
      if (!inBoot) await alive;
      alive.catch(() => undefined); // a cut in the boot ends it before it is up
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    } finally {
      clearInterval(load);
      await guest.kill();
    }
    const lostWrites = this.#disk.cut(random);
    return { phase: inBoot ? 'boot' : 'load', upS: life.upS, committed: life.committed, lostWrites, trouble: life.trouble };
  }

  /** Holds what was told before the cuts against a copy of the disk as the last cut left it. */
  audit(): PowerAudit {
    const copy = join(this.#work, 'audit.img');
    copyFileSync(this.#image, copy);
    try {
      return auditImage(copy, this.#work, this.#told);
    } finally {
      rmSync(copy, { force: true });
    }
  }

  stop(): void {
    this.#server.close();
    this.#disk.close();
    runTool('rm', ['-rf', this.#work]);
  }

  #switchOn(onSaid: (line: string) => void): Promise<Guest> {
    const disk = join(this.#work, 'disk.sock');
    return Guest.start({ kernel: this.#kernel, boot: this.#boot, disk, work: this.#work, memoryMb: MEMORY_MB, cpus: 2, onSaid });
  }

  #feed(guest: Guest): NodeJS.Timeout {
    const beganMs = performance.now();
    return setInterval(() => {
      const gifts = Math.floor((performance.now() - beganMs) / GIFT.everyMs);
      guest.show((gifts * GIFT.kg) % GIFT.mostKg);
    }, SHOW_EVERY_MS);
  }
}

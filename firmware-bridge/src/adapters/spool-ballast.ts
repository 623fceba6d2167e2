import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const BALLAST_BYTES = 2 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 1);

/**
 * Disk space kept aside. SQLite needs room in its log even to delete rows, so on a full disk nothing could be given up
 * without it: it is let go when the disk is full and laid in again when there is room.
 */
export class SpoolBallast {
  readonly #file: string;
  readonly #bytes: number;

  constructor(spoolFile: string, bytes = BALLAST_BYTES) {
    this.#file = `${spoolFile}.ballast`;
    this.#bytes = bytes;
  }

  /** Lays the ballast in when at least four times its size is free. Never throws. */
  restore(): void {
    if (existsSync(this.#file)) return;
    try {
      const disk = statfsSync(dirname(this.#file));
      if (disk.bavail * disk.bsize < 4 * this.#bytes) return;
      this.#write();
    } catch {
      // Without room for it there is no ballast; the next quiet minute tries again.
      this.release();
    }
  }

  /** Lets the space go; true when there was some. Never throws. */
  release(): boolean {
    if (!existsSync(this.#file)) return false;
    try {
      rmSync(this.#file, { force: true });
      return true;
    } catch {
      // A read-only disk: nothing can be freed there.
      return false;
    }
  }

  #write(): void {
    const handle = openSync(this.#file, 'w', 0o600);
    try {
      for (let written = 0; written < this.#bytes; written += CHUNK.length) writeSync(handle, CHUNK);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
}

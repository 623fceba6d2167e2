import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

const BLOCK = 4_096;
const SECTOR = 512;
/** A disk's cache is small; what does not fit goes to the medium, oldest first, as in a real one. */
const CACHE_BYTES = 32 * 1_048_576;

interface Write {
  readonly offset: number;
  readonly data: Buffer;
}

/**
 * A disk that is honest about flushes and about nothing else: what was written since the last flush lives in its cache, and a
 * power cut leaves of it what chance leaves. Whole writes may be missing while later ones are there, and a write may be torn
 * between two sectors; a sector itself is whole.
 */
export class VolatileDisk {
  readonly sizeBytes: number;
  readonly #file: number;
  /** Cached writes in their order. */
  #writes: Write[] = [];
  #cachedBytes = 0;
  /** The newest content of each cached block, for reading. */
  readonly #blocks = new Map<number, Buffer>();
  /** Flushes that found something in the cache. */
  flushes = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'r+');
    this.sizeBytes = fstatSync(this.#file).size;
  }

  read(offset: number, length: number): Buffer {
    const bytes = this.#medium(offset, length);
    if (this.#blocks.size === 0) return bytes;
    for (let block = Math.floor(offset / BLOCK); block * BLOCK < offset + length; block += 1) {
      const cached = this.#blocks.get(block);
      if (cached === undefined) continue;
      const from = Math.max(offset, block * BLOCK);
      const to = Math.min(offset + length, (block + 1) * BLOCK);
      cached.copy(bytes, from - offset, from - block * BLOCK, to - block * BLOCK);
    }
    return bytes;
  }

  write(offset: number, data: Buffer): void {
    for (let block = Math.floor(offset / BLOCK); block * BLOCK < offset + data.length; block += 1) {
      const from = Math.max(offset, block * BLOCK);
      const to = Math.min(offset + data.length, (block + 1) * BLOCK);
      const content = Buffer.from(this.#blocks.get(block) ?? this.#medium(block * BLOCK, BLOCK));
      data.copy(content, from - block * BLOCK, from - offset, to - offset);
      this.#blocks.set(block, content);
    }
    this.#writes.push({ offset, data: Buffer.from(data) });
    this.#cachedBytes += data.length;
    if (this.#cachedBytes > CACHE_BYTES) this.#destage();
  }

  flush(): void {
    if (this.#writes.length === 0) return;
    this.flushes += 1;
    this.#destage();
  }

  /** The power goes. Returns how many cached writes were lost, whole or in part. `random` gives 0..1. */
  cut(random: () => number): number {
    let lost = 0;
    for (const { offset, data } of this.#writes) {
      const fate = random();
      const sectors = Math.ceil(data.length / SECTOR);
      const kept = fate < 0.4 ? sectors : fate < 0.8 ? 0 : Math.floor(random() * sectors);
      if (kept < sectors) lost += 1;
      if (kept > 0) this.#toMedium(offset, data.subarray(0, kept * SECTOR));
    }
    this.#forget();
    return lost;
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #destage(): void {
    for (const { offset, data } of this.#writes) this.#toMedium(offset, data);
    this.#forget();
  }

  #forget(): void {
    this.#writes = [];
    this.#cachedBytes = 0;
    this.#blocks.clear();
  }

  #toMedium(offset: number, data: Buffer): void {
    for (let done = 0; done < data.length; ) done += writeSync(this.#file, data, done, data.length - done, offset + done);
  }

  #medium(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes;
  }
}

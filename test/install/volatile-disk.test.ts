import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VolatileDisk } from './volatile-disk.ts';

const BLOCK = 4_096;
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-disk-'));
  file = join(folder, 'disk.img');
  writeFileSync(file, Buffer.alloc(8 * BLOCK));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const full = (value: number, bytes = BLOCK): Buffer => Buffer.alloc(bytes, value);
const onMedium = (block: number): number[] => [...new Set(readFileSync(file).subarray(block * BLOCK, (block + 1) * BLOCK))];

describe('a disk with a cache', () => {
  it('gives back at once what was written, also across blocks', () => {
    const disk = new VolatileDisk(file);
    disk.write(BLOCK - 512, full(7, 1_024));
    expect([...new Set(disk.read(BLOCK - 512, 1_024))]).toEqual([7]);
    expect([...new Set(disk.read(0, BLOCK - 512))]).toEqual([0]);
    expect(onMedium(1)).toEqual([0]);
    disk.close();
  });

  it('keeps through a cut what was flushed before it, and nothing else for certain', () => {
    const disk = new VolatileDisk(file);
    disk.write(0, full(1));
    disk.flush();
    disk.write(0, full(2));
    disk.write(BLOCK, full(3));
    expect(disk.cut(() => 0.5)).toBe(2);
    expect([onMedium(0), onMedium(1)]).toEqual([[1], [0]]);
    expect([...new Set(disk.read(0, BLOCK))]).toEqual([1]);
    disk.close();
  });

  it('may keep a later write without the one before it, or tear one between sectors', () => {
    const disk = new VolatileDisk(file);
    disk.write(0, full(1));
    disk.write(BLOCK, full(2));
    disk.write(2 * BLOCK, full(3));
    const fates = [0.5, 0.1, 0.9, 0.5];
    expect(disk.cut(() => fates.shift() ?? 0)).toBe(2);
    expect([onMedium(0), onMedium(1), onMedium(2)]).toEqual([[0], [2], [3, 0]]);
    expect(
      readFileSync(file)
        .subarray(2 * BLOCK)
        .indexOf(0) % 512,
    ).toBe(0);
    disk.close();
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceContext } from '../../testing/source-context.ts';
import type { ReadingEvent } from '../ports/sources.ts';
import { findIioDevice, iioSource } from './iio-source.ts';

const SOON = { timeout: 5_000, interval: 5 };
let root = '';
let stop: () => Promise<void> = () => Promise.resolve();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kw-iio-'));
});
afterEach(async () => {
  await stop();
  rmSync(root, { recursive: true, force: true });
});

function device(number: number, name: string, raw: Record<number, string>): void {
  const folder = join(root, `iio:device${number}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'name'), `${name}\n`);
  for (const [channel, text] of Object.entries(raw)) writeFileSync(join(folder, `in_voltage${channel}_raw`), text);
}

function start(channels: number[]) {
  const events: ReadingEvent[] = [];
  const source = iioSource({ type: 'iio', device: 'hx711', channels }, { sampleHz: 100, root });
  source.start(sourceContext(), (event) => events.push(event));
  stop = () => source.stop();
  return { events, raw: () => events.flatMap((event) => (event.type === 'counts' ? [event.raw] : [])) };
}

describe('iioSource', () => {
  it('finds the chip by name among others and turns the sign bit back', async () => {
    device(0, 'cpu_thermal', {});
    device(1, 'hx711', { 0: '8388608\n', 1: '8388500\n' });
    const { raw } = start([0, 1]);
    await vi.waitFor(() => expect(raw()[0]).toEqual([0, -108]), SOON);
  });

  it('raises a fault while the chip is away and clears it when it is back', async () => {
    const { events, raw } = start([0]);
    await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ code: 'KW_IIO_UNREADABLE', state: 'raised' })), SOON);
    device(3, 'hx711', { 0: '8388609' });
    await vi.waitFor(() => expect(raw()[0]).toEqual([1]), SOON);
    expect(events).toContainEqual(expect.objectContaining({ state: 'cleared' }));
  });

  it('takes no sample from a file that holds no number', async () => {
    device(0, 'hx711', { 0: 'busy\n' });
    const { events, raw } = start([0]);
    await vi.waitFor(() => expect(events.some((event) => event.type === 'fault')).toBe(true), SOON);
    expect(raw()).toEqual([]);
  });

  it('asks for the folder when two chips have the same name', () => {
    device(0, 'hx711', {});
    device(1, 'hx711', {});
    expect(() => findIioDevice('hx711', root)).toThrow('name the folder');
    expect(findIioDevice('iio:device1', root)).toBe(join(root, 'iio:device1'));
  });
});

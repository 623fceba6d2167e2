import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { manualSource } from '../../testing/manual-sources.ts';
import { sourceContext } from '../../testing/source-context.ts';
import type { ReadingEvent } from '../ports/sources.ts';
import { celsiusOf, withTemperature } from './temperature-file.ts';

describe('celsiusOf', () => {
  it.each([
    ['21437\n', 21.437],
    ['-4000', -4],
    ['85000', undefined],
    ['', undefined],
    ['hot', undefined],
    ['999999', undefined],
  ])('takes %j for %j degrees', (text, celsius) => {
    expect(celsiusOf(text)).toBe(celsius);
  });
});

describe('withTemperature', () => {
  it('gives readings and temperatures, and readings alone when there is no sensor', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kw-temperature-'));
    const file = join(folder, 'temperature');
    writeFileSync(file, '18000\n');
    for (const [path, expected] of [
      [file, ['counts', 'temperature']],
      [join(folder, 'none'), ['counts']],
    ] as const) {
      const scale = manualSource<ReadingEvent>();
      const source = withTemperature(scale, path);
      const events: ReadingEvent[] = [];
      source.start(sourceContext(), (event) => events.push(event));
      scale.emit({ type: 'counts', atMs: 1, raw: [1] });
      await vi.waitFor(() => expect(events.map((event) => event.type).toSorted()).toEqual(expected));
      await source.stop();
      expect(scale.isRunning()).toBe(false);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

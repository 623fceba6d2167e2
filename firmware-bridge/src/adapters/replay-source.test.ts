import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { quietLog } from '../../testing/quiet-log.ts';
import type { Source, SourceContext } from '../ports/sources.ts';
import { replayDoor, replayScale, replayTool } from './replay-source.ts';

const TRACES = new URL('../../../hardware/traces/', import.meta.url).pathname;
const SOON = { timeout: 5_000, interval: 1 };

let folder = '';
let clock = new ManualClock(0);
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-replay-'));
  clock = new ManualClock(1_000_000);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
});

function play<Event>(source: Source<Event>): Event[] {
  const events: Event[] = [];
  const context: SourceContext = { nowMs: () => Math.round(clock.nowMs()), after: clock.after, every: clock.every, log: quietLog };
  source.start(context, (event) => events.push(event));
  stops.push(() => source.stop());
  return events;
}

/** Lets time pass until the condition holds; the trace is read from a real file meanwhile. */
const until = (holds: () => void): Promise<void> =>
  vi.waitFor(() => {
    clock.pass(500);
    holds();
  }, SOON);

const linesOf = (name: string): { t: number }[] =>
  readFileSync(join(TRACES, name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as { t: number });

describe('a replay', () => {
  it('gives every sample of a recorded scale at its own distance in time', async () => {
    const lines = linesOf('donation.jsonl');
    const events = play(replayScale({ file: join(TRACES, 'donation.jsonl'), loop: false }));
    await until(() => expect(events).toHaveLength(lines.length));
    expect(events.map((event) => ('atMs' in event ? event.atMs : 0) - 1_000_000)).toEqual(lines.map((line) => line.t));
  });

  it('gives four corners, edges and currents', async () => {
    const corners = play(replayScale({ file: join(TRACES, 'container-emptied.jsonl'), loop: false }));
    const tool = play(replayTool({ file: join(TRACES, 'saw-hour.jsonl'), loop: false }));
    await until(() => expect(corners.length).toBeGreaterThan(10));
    await until(() => expect(tool.length).toBeGreaterThan(2));
    expect(corners[0]).toMatchObject({
      type: 'counts',
      raw: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
    });
    expect(tool[0]).toMatchObject({ type: 'amps' });
  });

  it('begins again when it is told to', async () => {
    const file = join(folder, 'short.jsonl');
    writeFileSync(file, '{"trace":1,"kind":"door"}\n{"t":0,"beam":"a","broken":true}\n{"t":100,"beam":"a","broken":false}\n');
    const events = play(replayDoor({ file, loop: true }));
    await until(() => expect(events.length).toBeGreaterThanOrEqual(6));
  });

  it.each([
    ['{"trace":1,"kind":"tool","sampleHz":1,"idleAmps":0,"runAmps":1}\n', 'not of a door'],
    ['{"trace":1,"kind":"door"}\n{"t":0,"beam":"c","broken":true}\n', 'line 2'],
    ['{"trace":1,"kind":"door"}\n{"t":5,"beam":"a","broken":true}\n{"t":1,"beam":"a","broken":false}\n', 'line 3'],
    ['not json\n', 'line 1'],
  ])('raises KW_TRACE_INVALID for %j', async (text, reason) => {
    const file = join(folder, 'wrong.jsonl');
    writeFileSync(file, text);
    const events = play(replayDoor({ file, loop: false }));
    await until(() =>
      expect(events.at(-1)).toMatchObject({ type: 'fault', code: 'KW_TRACE_INVALID', detail: expect.stringContaining(reason) }),
    );
  });

  it('raises KW_TRACE_INVALID for a file that is not there', async () => {
    const events = play(replayTool({ file: join(folder, 'none.jsonl'), loop: false }));
    await until(() => expect(events).toMatchObject([{ code: 'KW_TRACE_INVALID' }]));
  });
});

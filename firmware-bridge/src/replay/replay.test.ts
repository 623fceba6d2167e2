import { isKwError, replayEventSchema } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayLines, replayTrace } from './replay.ts';

const HEADER = { trace: 1, kind: 'scale', sampleHz: 10, countsPerGram: 20, zeroCounts: 4_000, capacityG: 300_000, divisionG: 100 };
const line = (value: unknown): string => JSON.stringify(value);

/** A bag of 5 kg put down after a minute, with the wobble of an amplifier. */
const samples = (seconds: number, spoil: (text: string, i: number) => string = (text) => text): string[] =>
  Array.from({ length: seconds * 10 }, (_, i) =>
    spoil(line({ t: i * 100, raw: 4_000 + (i >= 600 ? 100_000 : 0) + [0, 210, -160, 90, -120, 170, -190][i % 7]! }), i),
  );

function codeOf(run: () => unknown): { code: string; message: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return isKwError(error) ? { code: error.code, message: error.message } : undefined;
  }
}

describe('a scale', () => {
  it('gives its events in the shape of the contract', () => {
    const events = [...replayLines([line(HEADER), ...samples(180)])].map((event) => replayEventSchema.parse(event));
    expect(events).toMatchObject([{ type: 'deposit', massG: expect.closeTo(5_000, -2), uncertaintyG: expect.any(Number) }]);
    expect(events[0]?.at).toBeGreaterThan(59_000);
    expect(events[0]?.at).toBeLessThan(64_000);
  });

  it('gives the same from a stream of lines', async () => {
    async function* stream() {
      yield* [line(HEADER), ...samples(180)];
    }
    const events = [];
    for await (const event of replayTrace(stream())) events.push(event);
    expect(events).toEqual([...replayLines([line(HEADER), ...samples(180)])]);
  });

  it('adds up four cells, each with its own slope and zero', () => {
    const header = { ...HEADER, cells: 4, countsPerGram: [20, 21, 19, 22], zeroCounts: [0, 500, -300, 9_000] };
    const lines = Array.from({ length: 1_800 }, (_, i) => {
      const shareG = i >= 600 ? 2_000 : 0;
      const wobble = [0, 3, -4, 2, -1][i % 5]!;
      return line({
        t: i * 100,
        raw: [20 * (shareG + wobble), 500 + 21 * shareG, -300 + 19 * (shareG - wobble), 9_000 + 22 * (shareG + 2 * wobble)],
      });
    });
    expect([...replayLines([line(header), ...lines])]).toMatchObject([{ type: 'deposit', massG: expect.closeTo(8_000, -2) }]);
  });

  it('goes on after damaged lines and says so once', () => {
    const spoil = (text: string, i: number) => (i >= 200 && i < 205 ? text.slice(0, 9) : text);
    const events = [...replayLines([line(HEADER), ...samples(180, spoil)])];
    expect(events.filter((event) => event.type === 'fault')).toMatchObject([
      { code: 'KW_LINE_CORRUPT', state: 'raised' },
      { code: 'KW_LINE_CORRUPT', state: 'cleared' },
    ]);
    expect(events.filter((event) => event.type === 'deposit')).toHaveLength(1);
  });

  it('is far faster than life', () => {
    const lines = [line(HEADER), ...samples(3_600)];
    const from = performance.now();
    expect([...replayLines(lines)]).toHaveLength(1);
    expect(3_600_000 / (performance.now() - from)).toBeGreaterThan(500);
  });
});

describe('doors and tools', () => {
  it('gives each crossing of a door', () => {
    const edges = [
      { t: 1_000, beam: 'a', broken: true },
      { t: 1_080, beam: 'b', broken: true },
      { t: 1_250, beam: 'a', broken: false },
      { t: 1_330, beam: 'b', broken: false },
    ];
    expect([...replayLines([line({ trace: 1, kind: 'door' }), ...edges.map(line)])]).toEqual([
      { type: 'passage', at: 1_330, direction: 'in' },
    ]);
  });

  it('gives each session of a tool, the last one too', () => {
    const lines = Array.from({ length: 600 }, (_, i) => line({ t: i * 500, amps: i >= 100 ? 5 : 0.3 }));
    const events = [...replayLines([line({ trace: 1, kind: 'tool', sampleHz: 2, idleAmps: 0.3, runAmps: 5 }), ...lines])];
    expect(events).toEqual([{ type: 'session', at: 50_000, from: 50_000, to: 299_500 }]);
  });
});

describe('what is no trace', () => {
  it.each([
    ['nothing', []],
    ['no JSON', ['hello']],
    ['another kind', [line({ trace: 1, kind: 'piano' })]],
    ['a slope of 0', [line({ ...HEADER, countsPerGram: 0 })]],
    ['no capacity', [line({ ...HEADER, capacityG: undefined })]],
    ['only foreign lines', [line(HEADER), '{"t":1}', 'x']],
  ])('refuses %s with file and line', (_name, lines) => {
    const error = codeOf(() => [...replayLines(lines, { file: 'day.jsonl' })]);
    expect(error?.code).toBe('KW_TRACE_INVALID');
    expect(error?.message).toMatch(/day\.jsonl.*line \d/u);
  });

  it('never crashes on any lines after a header', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ t: fc.double(), raw: fc.double() }).map(line),
      fc.constant(line({ t: 5, raw: 4_000 })),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (lines) => {
        const run = (): unknown => [...replayLines([line(HEADER), line({ t: 0, raw: 4_000 }), ...lines])];
        expect(run).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

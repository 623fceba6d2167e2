import { recordSchema } from '@kringwijzer/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DoorInput, doorConfigOf } from './door-config.ts';
import { doorCore, type Passage } from './door-core.ts';
import { emptyOccupancy, passOccupancy, resetOccupancy } from './occupancy.ts';

type Edge = readonly [atMs: number, beam: 'a' | 'b', broken: boolean];

function play(inputs: readonly DoorInput[], config = doorConfigOf()) {
  let state = doorCore.initial(config, 0);
  const passages: Passage[] = [];
  const records = [];
  for (const input of inputs) {
    const step = doorCore.step(config, state, input);
    state = step.state;
    passages.push(...state.passages);
    records.push(...step.outputs.flatMap((output) => (output.type === 'record' ? [recordSchema.parse(output.record)] : [])));
  }
  return { passages, records };
}

const edges = (list: readonly Edge[]): DoorInput[] => list.map(([atMs, beam, broken]) => ({ type: 'edge', atMs, beam, broken }));
const END: DoorInput = { type: 'flush', atMs: 50_000 };
const directions = (list: readonly Edge[]): readonly string[] => play([...edges(list), END]).passages.map((passage) => passage.direction);

/** A body that breaks A, then both, then B. */
const walk = (atMs: number, first: 'a' | 'b' = 'a'): Edge[] => {
  const second = first === 'a' ? 'b' : 'a';
  return [
    [atMs, first, true],
    [atMs + 80, second, true],
    [atMs + 250, first, false],
    [atMs + 330, second, false],
  ];
};

describe('crossings', () => {
  it.each<[string, readonly Edge[], readonly string[]]>([
    ['in', walk(1_000), ['in']],
    ['out', walk(1_000, 'b'), ['out']],
    ['one after the other', [...walk(1_000), ...walk(2_000, 'b')], ['in', 'out']],
    [
      'turning back with both broken',
      [
        [1_000, 'a', true],
        [1_100, 'b', true],
        [1_300, 'b', false],
        [1_400, 'a', false],
      ],
      [],
    ],
    [
      'turning back at the second beam',
      [
        [1_000, 'a', true],
        [1_100, 'b', true],
        [1_250, 'a', false],
        [1_400, 'a', true],
        [1_500, 'b', false],
        [1_600, 'a', false],
      ],
      [],
    ],
    [
      'looking in',
      [
        [1_000, 'a', true],
        [1_900, 'a', false],
      ],
      [],
    ],
    [
      'a follower close behind',
      [
        [1_000, 'a', true],
        [1_080, 'b', true],
        [1_250, 'a', false],
        [1_300, 'a', true],
        [1_500, 'a', false],
        [1_600, 'b', false],
      ],
      ['in', 'in'],
    ],
    [
      'a follower while the first leaves',
      [
        [1_000, 'a', true],
        [1_080, 'b', true],
        [1_250, 'a', false],
        [1_300, 'a', true],
        [1_330, 'b', false],
        [1_380, 'b', true],
        [1_500, 'a', false],
        [1_600, 'b', false],
      ],
      ['in', 'in'],
    ],
    [
      'an arm that swings back',
      [
        [1_000, 'a', true],
        [1_080, 'b', true],
        [1_300, 'a', false],
        [1_320, 'a', true],
        [1_360, 'a', false],
        [1_500, 'b', false],
      ],
      ['in'],
    ],
    [
      'a fast walker with a moment of light between',
      [
        [1_000, 'a', true],
        [1_060, 'a', false],
        [1_080, 'b', true],
        [1_140, 'b', false],
      ],
      ['in'],
    ],
    [
      'standing still for half a minute',
      [
        [1_000, 'a', true],
        [1_100, 'b', true],
        [31_000, 'a', false],
        [31_100, 'b', false],
      ],
      ['in'],
    ],
    [
      'bounce on every edge',
      [
        [1_000, 'a', true],
        [1_004, 'a', false],
        [1_009, 'a', true],
        [1_080, 'b', true],
        [1_250, 'a', false],
        [1_254, 'a', true],
        [1_258, 'a', false],
        [1_330, 'b', false],
        [1_336, 'b', true],
        [1_340, 'b', false],
      ],
      ['in'],
    ],
    [
      'both beams freed in the same millisecond',
      [
        [1_000, 'a', true],
        [1_080, 'b', true],
        [1_300, 'b', false],
        [1_300, 'a', false],
      ],
      ['in'],
    ],
  ])('%s', (_name, list, expected) => {
    expect(directions(list)).toEqual(expected);
  });

  it('lets the config say which way is in', () => {
    const { passages } = play([...edges(walk(1_000)), END], doorConfigOf({ aFirst: 'out' }));
    expect(passages).toMatchObject([{ direction: 'out' }]);
  });
});

describe('records', () => {
  it('closes each minute with what was counted in it', () => {
    const { records } = play([...edges([...walk(1_000), ...walk(62_000, 'b'), ...walk(64_000)]), { type: 'tick', atMs: 185_000 }]);
    expect(records).toMatchObject([
      { at: 0, in: 1, out: 0 },
      { at: 60_000, in: 1, out: 1 },
      { at: 120_000, in: 0, out: 0 },
    ]);
  });

  it('counts pulses of which only the end came', () => {
    const { records } = play([
      ...edges([
        [1_000, 'a', false],
        [2_000, 'a', false],
      ]),
      { type: 'tick', atMs: 70_000 },
    ]);
    expect(records).toMatchObject([{ missed: 2 }]);
  });

  it('reports a blocked beam and its end, and a beam that never breaks', () => {
    const blocked = play([
      ...edges([[1_000, 'a', true]]),
      { type: 'tick', atMs: 30_000 },
      ...edges([[31_000, 'a', false]]),
      { type: 'tick', atMs: 32_000 },
    ]);
    expect(blocked.records.filter((record) => record.kind === 'fault')).toMatchObject([
      { code: 'KW_BEAM_BLOCKED', state: 'raised' },
      { code: 'KW_BEAM_BLOCKED', state: 'cleared' },
    ]);
    const lonely = Array.from({ length: 14 }, (_, i): Edge[] => [
      [i * 1_000 + 100, 'b', true],
      [i * 1_000 + 300, 'b', false],
    ]).flat();
    expect(play(edges(lonely)).records).toMatchObject([{ kind: 'fault', code: 'KW_BEAM_SILENT', detail: 'beam a' }]);
  });

  it('makes a factor of a manual count', () => {
    const { records } = play([{ type: 'correct_door', atMs: 5, id: 'x', by: 'tester', counted: 95, manual: 100 }]);
    expect(records).toMatchObject([{ kind: 'door_correction', counted: 95, manual: 100, factor: 100 / 95 }]);
  });

  it('never crashes on any order of edges, and every record fits the contract', () => {
    const edge = fc.record({
      type: fc.constant('edge' as const),
      atMs: fc.oneof(fc.nat(200_000), fc.double()),
      beam: fc.constantFrom('a' as const, 'b' as const),
      broken: fc.boolean(),
    });
    const other = fc.record({ type: fc.constantFrom('tick' as const, 'flush' as const, 'midnight' as const), atMs: fc.nat(400_000) });
    fc.assert(
      fc.property(fc.array(fc.oneof(edge, other), { maxLength: 200 }), (inputs) => {
        expect(() => play(inputs)).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });
});

describe('occupancy', () => {
  it('never falls below nobody, forgets at night and keeps what it corrected', () => {
    let now = passOccupancy(emptyOccupancy, 'out');
    now = passOccupancy(passOccupancy(passOccupancy(now, 'in'), 'in'), 'out');
    expect(now).toEqual({ inside: 1, corrected: 1 });
    expect(resetOccupancy(now)).toEqual({ inside: 0, corrected: 2 });
  });
});

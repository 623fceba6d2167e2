import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../../testing/board-text.ts';
import { crc16, parseBoardFrame } from './board-frame.ts';

const line = (payload: string): string => frameOf(payload).slice(0, -1);
const raw = fc.option(fc.integer({ min: -8_388_608, max: 8_388_607 }), { nil: undefined });
const sample = fc.record({
  seq: fc.integer({ min: 0, max: 65_535 }),
  ms: fc.integer({ min: 0, max: 4_294_967_295 }),
  raw: fc.array(raw, { minLength: 1, maxLength: 4 }),
});

describe('crc16', () => {
  it('gives the check value of CRC-16/CCITT-FALSE (catalogue of parametrised CRC algorithms)', () => {
    expect(crc16('123456789')).toBe(0x29b1);
  });
});

describe('parseBoardFrame', () => {
  it('reads the example of docs/serial-protocol.md', () => {
    expect(parseBoardFrame('$S,17,2643,83886,-12,8388607,-*85FA')).toEqual({
      type: 'sample',
      seq: 17,
      ms: 2_643,
      raw: [83_886, -12, 8_388_607, undefined],
    });
  });

  it('reads identity, events and answers', () => {
    expect(parseBoardFrame(line('H,kw-scale,1.0.0,1,0000A1B2,4,A128'))).toEqual({
      type: 'identity',
      name: 'kw-scale',
      version: '1.0.0',
      protocol: 1,
      boardId: '0000A1B2',
      channels: 4,
      gain: 'A128',
    });
    expect(parseBoardFrame(line('E,MISSING,2'))).toEqual({ type: 'event', code: 'MISSING', channel: 2 });
    expect(parseBoardFrame(line('A,G,OK'))).toEqual({ type: 'answer', letter: 'G', ok: true, reason: undefined });
    expect(parseBoardFrame(line('A,N,ERR,ARGUMENT'))).toEqual({ type: 'answer', letter: 'N', ok: false, reason: 'ARGUMENT' });
  });

  it('gives every sample back that was framed', () => {
    fc.assert(
      fc.property(sample, ({ seq, ms, raw }) => {
        const text = `S,${seq},${ms},${raw.map((one) => one ?? '-').join(',')}`;
        expect(parseBoardFrame(line(text))).toEqual({ type: 'sample', seq, ms, raw });
      }),
    );
  });

  it('refuses a frame with any one character changed, unless it only becomes another valid frame', () => {
    const good = line('S,17,2643,83886,-12');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, code) => {
        const mutated = good.slice(0, at) + String.fromCharCode(code) + good.slice(at + 1);
        fc.pre(mutated !== good);
        expect(parseBoardFrame(mutated)).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    'S,1,2',
    'S,1,2,3,4,5,6,7',
    'S,65536,2,3',
    'S,1,4294967296,3',
    'S,1,2,8388608',
    'S,01,2,3',
    'S,1,2,-0',
    'S,1,2,',
    'X,1',
    'E,MISSING,5',
    'E,BROKEN,1',
    'A,GG,OK',
    'A,G,YES',
    'H,a,b,1,c,5,A128',
    '',
  ])('refuses %j even with a right CRC', (payload) => {
    expect(parseBoardFrame(line(payload))).toBeUndefined();
  });

  it('never throws and never makes a sample of random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        expect(parseBoardFrame(text)?.type).not.toBe('sample');
      }),
      { numRuns: 5_000 },
    );
  });
});

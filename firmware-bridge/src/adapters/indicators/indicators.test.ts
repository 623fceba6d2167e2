import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andParser } from './and-weighing.ts';
import { diniParser } from './dini.ts';
import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';
import { gramsOfText } from './indicator-units.ts';
import { mtSicsParser } from './mt-sics.ts';
import { ohausParser } from './ohaus.ts';
import { toledoParser } from './toledo.ts';

const weight = (massG: number, stable = true, net = false): IndicatorReading => ({ type: 'weight', massG, stable, net });
const over: IndicatorReading = { type: 'range', side: 'over' };
const under: IndicatorReading = { type: 'range', side: 'under' };

type Vector = readonly [text: string, reading: IndicatorReading | 'other' | undefined];

/** MT-SICS reference manual 11780711, commands S, SI, Z, T, I4; KERN KCP 1.3.8 has the same shapes. */
const MT_SICS: readonly Vector[] = [
  ['S S     100.00 g', weight(100)],
  ['S D      12.34 kg', weight(12_340, false)],
  ['S S      -0.50 kg', weight(-500)],
  ['S S       1,25 kg', weight(1_250)],
  ['S S      10.00 lb', weight(4_535.924)],
  ['S S     0.1500 t', weight(150_000)],
  ['S I', 'other'],
  ['S +', over],
  ['S -', under],
  ['ES', 'other'],
  ['Z A', 'other'],
  ['T S      12.34 kg', 'other'],
  ['I4 A "1234567"', 'other'],
  ['S S     100.00 xx', undefined],
  ['S S     10.0.0 g', undefined],
];

/** Dini Argeo 3590EXP manual, transmission string; DFW technical manual 21.03. */
const DINI: readonly Vector[] = [
  ['ST,GS,   12.34,kg', weight(12_340)],
  ['US,GS,   -0.02,kg', weight(-20, false)],
  ['ST,NT,   5.000,kg', weight(5_000, true, true)],
  ['01ST,GS,    1500, g', weight(1_500)],
  ['ST,GS,   12,34,kg', weight(12_340)],
  ['OL,GS,        ,kg', over],
  ['UL,GS,        ,kg', under],
  ['ERR04', 'other'],
  ['ST,GS,   12.34', undefined],
  ['ST,XX,   12.34,kg', undefined],
];

/** A&D AD-4404 data sheet page 82, AD-4406A page 47, GC series page 51. */
const AND: readonly Vector[] = [
  ['ST,NT,+0012.34kg', weight(12_340, true, true)],
  ['ST,GS,+0012.34kg', weight(12_340)],
  ['US,GS,-0000.02kg', weight(-20, false)],
  ['ST,+0001.234 kg', weight(1_234)],
  ['ST,G,+01234.5  g', weight(1_234.5)],
  ['ST,GS,+0012,34kg', weight(12_340)],
  ['OL,GS,+9999999kg', over],
  ['OL,GS,-9999999kg', under],
  ['QT,+0000012 PC', 'other'],
  ['?', 'other'],
  ['ST,GS,0012.34kg', undefined],
];

/** Ohaus Defender 3000 manual page 37, Courier 5000 page 38, Ranger page 36. */
const OHAUS: readonly Vector[] = [
  ['   12.34 kg     G', weight(12_340)],
  ['-   0.02 kg    ?G', weight(-20, false)],
  ['  150.00 lb    ', weight(68_038.856)],
  ['    5.00 kg    NET', weight(5_000, true, true)],
  ['   12,34 kg', weight(12_340)],
  ['    1.00 kg    T', 'other'],
  ['ES', 'other'],
  ['Err8.3', over],
  ['Err8.4', under],
  ['   12.34 pcs', undefined],
];

function readAll(parser: IndicatorParser, bytes: Uint8Array, step = bytes.length): (IndicatorReading | undefined)[] {
  const readings: (IndicatorReading | undefined)[] = [];
  for (let at = 0; at < bytes.length; at += step) parser.push(bytes.subarray(at, at + step), (reading) => readings.push(reading));
  return readings;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const FAMILIES = [
  { name: 'MT-SICS and KCP', make: mtSicsParser, vectors: MT_SICS },
  { name: 'Dini Argeo', make: diniParser, vectors: DINI },
  { name: 'A&D', make: andParser, vectors: AND },
  { name: 'Ohaus', make: ohausParser, vectors: OHAUS },
] as const;

describe.each(FAMILIES)('$name', ({ make, vectors }) => {
  it.each(vectors)('reads %j', (text, reading) => {
    const [got] = readAll(make(), bytesOf(`${text}\r\n`));
    expect(reading === 'other' ? got?.type : got).toEqual(reading);
  });

  it('reads the same byte by byte, with parity bits, and with CR or LF alone', () => {
    for (const end of ['\r\n', '\r', '\n']) {
      const bytes = bytesOf(vectors.map(([text]) => text + end).join(''));
      const whole = readAll(make(), bytes);
      expect(whole).toHaveLength(vectors.length);
      expect(readAll(make(), bytes, 1)).toEqual(whole);
      expect(
        readAll(
          make(),
          bytes.map((byte) => byte | 0x80),
          3,
        ),
      ).toEqual(whole);
    }
  });

  it('never throws on random bytes, gives finite weights only, and reads on afterwards', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const parser = make();
        const readings = readAll(parser, noise);
        expect(readings.every((one) => one?.type !== 'weight' || Number.isFinite(one.massG))).toBe(true);
        readAll(parser, bytesOf('\r\n'));
        const [text, reading] = vectors[0] ?? ['', undefined];
        expect(readAll(parser, bytesOf(`${text}\r\n`))).toEqual([reading]);
      }),
    );
  });
});

describe('gramsOfText', () => {
  it.each([
    ['1.5', 'kg', 1_500],
    ['1,5', 'kg', 1_500],
    ['- 12', 'g', -12],
    ['0.001', 't', 1_000],
    ['1', 'oz', 28.35], // 28.349 523 g to the milligram is 28.350 g
    ['1.234.567', 'g', undefined],
    ['', 'g', undefined],
    ['1', 'ct', undefined],
  ])('takes %j %s for %j g', (number, unit, grams) => {
    expect(gramsOfText(number, unit)).toBe(grams);
  });
});

/** A frame of Toledo continuous output from its parts, by the bit tables in the IND manuals. */
function toledoFrame(parts: { a: number; b: number; c: number; weight: string; tare: string; checksum?: boolean }): Uint8Array {
  const bytes = [0x02, parts.a, parts.b, parts.c, ...bytesOf(parts.weight), ...bytesOf(parts.tare), 0x0d];
  if (parts.checksum === true) bytes.push((128 - (bytes.reduce((sum, one) => sum + one, 0) % 128)) % 128);
  return Uint8Array.from(bytes);
}

describe('Toledo continuous', () => {
  /** SWA 0x2c: two decimals, increment 1. SWB 0x30: kg. */
  const GROSS = { a: 0x2c, b: 0x30, c: 0x20, weight: '  1234', tare: '000000' };
  const FRAMES: readonly (readonly [name: string, parts: Parameters<typeof toledoFrame>[0], reading: IndicatorReading])[] = [
    ['12.34 kg gross, stable', GROSS, weight(12_340)],
    ['in motion', { ...GROSS, b: 0x38 }, weight(12_340, false)],
    ['negative', { ...GROSS, b: 0x32 }, weight(-12_340)],
    ['net 12.34 with tare 1.00 is gross 13.34', { ...GROSS, b: 0x31, tare: '   100' }, weight(13_340)],
    ['pounds', { ...GROSS, b: 0x20, a: 0x2a, weight: '000010' }, weight(4_535.924)],
    ['tonnes with three decimals', { ...GROSS, a: 0x2d, c: 0x22, weight: '001500' }, weight(1_500_000)],
    ['times ten', { ...GROSS, a: 0x29, weight: '000012' }, weight(120_000)],
    ['over range', { ...GROSS, b: 0x34 }, over],
    ['under range', { ...GROSS, b: 0x36 }, under],
  ];

  it.each(FRAMES)('reads %s with and without a checksum', (_name, parts, reading) => {
    for (const checksum of [false, true]) {
      const frame = toledoFrame({ ...parts, checksum });
      const stream = Uint8Array.from([...frame, ...frame, ...frame, 0x02]);
      const readings = readAll(toledoParser(), stream);
      expect(readings.length).toBeGreaterThanOrEqual(2);
      expect(readings.every((one) => JSON.stringify(one) === JSON.stringify(reading))).toBe(true);
      expect(readAll(toledoParser(), stream, 1)).toEqual(readings);
    }
  });

  it('refuses a frame whose checksum is wrong and reads the next one', () => {
    const good = toledoFrame({ ...GROSS, checksum: true });
    const bad = good.map((byte, at) => (at === 7 ? byte ^ 1 : byte));
    expect(readAll(toledoParser(), Uint8Array.from([...good, ...bad, ...good, 0x02]))).toEqual([weight(12_340), undefined, weight(12_340)]);
  });

  it('finds its feet again after noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        const frame = toledoFrame({ ...GROSS, checksum: true });
        const readings = readAll(toledoParser(), Uint8Array.from([...noise, ...frame, ...frame, ...frame, ...frame, 0x02]));
        expect(readings.at(-1)).toEqual(weight(12_340));
      }),
    );
  });
});

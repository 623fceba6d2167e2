import type { IndicatorParser, IndicatorReading } from './indicator-reading.ts';

const STX = 0x02;
const CR = 0x0d;
const FRAME_BYTES = 17;
/** Where the digits begin; an STX from there on is a new frame. */
const FIRST_DIGIT = 4;
const GRAMS = { lb: 453.592_37, kg: 1_000, g: 1, t: 1_000_000 } as const;
/** Power of ten of the last digit by bits 2..0 of status word A. */
const EXPONENTS = [2, 1, 0, -1, -2, -3, -4, -5] as const;

/**
 * One frame of Toledo continuous output without its checksum: STX, three status words, six digits of weight, six of tare,
 * CR; seven bits. Source: Mettler Toledo IND series "continuous output"; Cardinal 225 and Kern FTC manuals print the same
 * tables. The gross weight is net plus tare. Makers differ in bits 5 and 6, so these are not looked at.
 */
export function parseToledo(frame: Uint8Array): IndicatorReading | undefined {
  if (!isFrame(frame)) return undefined;
  const [, a = 0, b = 0, c = 0] = frame;
  const isNegative = (b & 0x02) !== 0;
  if (b & 0x04) return { type: 'range', side: isNegative ? 'under' : 'over' };
  const weight = digitsOf(frame.subarray(4, 10));
  const tare = digitsOf(frame.subarray(10, 16));
  if (weight === undefined || tare === undefined) return undefined;
  const shown = isNegative ? -weight : weight;
  const gross = b & 0x01 ? shown + tare : shown;
  return { type: 'weight', massG: Math.round(gross * factorOf(a, b, c) * 1_000) / 1_000, stable: (b & 0x08) === 0, net: false };
}

const isFrame = (frame: Uint8Array): boolean => frame.length === FRAME_BYTES && frame[0] === STX && frame[FRAME_BYTES - 1] === CR;

/** Grams of one digit: power of ten, unit and the expanded mode that shows one digit more. */
function factorOf(a: number, b: number, c: number): number {
  const expanded = c & 0x10 ? 0.1 : 1;
  return 10 ** (EXPONENTS[a & 0x07] ?? 0) * GRAMS[unitOf(b, c)] * expanded;
}

function unitOf(b: number, c: number): keyof typeof GRAMS {
  if ((c & 0x07) === 1) return 'g';
  if ((c & 0x07) === 2) return 't';
  return b & 0x10 ? 'kg' : 'lb';
}

/** Six characters of digits, blanks in front allowed. */
function digitsOf(bytes: Uint8Array): number | undefined {
  const text = String.fromCharCode(...bytes);
  return /^ *\d+$/u.test(text) ? Number(text) : undefined;
}

/**
 * Finds frames in the stream. Some indicators send a checksum behind the CR that makes all bytes sum to 0 modulo 128; whether
 * there is one is seen from the byte itself, so a frame is taken when the byte behind it has come.
 */
export function toledoParser(): IndicatorParser {
  let frame: number[] = [];
  let hasChecksum = false;
  /** The byte behind a whole frame. */
  const finish = (byte: number, take: (reading: IndicatorReading | undefined) => void): void => {
    const sums = (frame.reduce((sum, one) => sum + one, 0) + byte) % 128 === 0;
    hasChecksum = byte === STX ? hasChecksum && sums : sums;
    take(hasChecksum || byte === STX ? parseToledo(Uint8Array.from(frame)) : undefined);
    frame = byte === STX && !hasChecksum ? [byte] : [];
  };
  const add = (byte: number, take: (reading: IndicatorReading | undefined) => void): void => {
    const isBroken = (byte === STX && frame.length >= FIRST_DIGIT) || (frame.length === FRAME_BYTES - 1 && byte !== CR);
    if (!isBroken) return void frame.push(byte);
    take(undefined);
    frame = byte === STX ? [byte] : [];
  };
  return {
    push: (bytes, take) => {
      for (const eight of bytes) {
        const byte = eight & 0x7f;
        if (frame.length === FRAME_BYTES) finish(byte, take);
        else if (frame.length > 0) add(byte, take);
        else if (byte === STX) frame = [byte];
      }
    },
    reset: () => {
      frame = [];
    },
  };
}

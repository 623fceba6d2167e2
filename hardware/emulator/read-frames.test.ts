import { describe, expect, it } from 'vitest';
import { crc16, FrameReader } from './read-frames.ts';

describe('crc16', () => {
  it('gives the published check value of CRC-16/CCITT-FALSE', () => {
    expect(crc16('123456789').toString(16)).toBe('29b1');
  });
});

describe('FrameReader', () => {
  it('joins chunks to lines and marks a line that is damaged', () => {
    const reader = new FrameReader();
    for (const chunk of ['$A,N,', 'OK*7903\r', '\n$A,N,OK*7903\n$A,N,OK*79', '04\nnoise\n']) reader.take(Buffer.from(chunk));
    expect(reader.frames.map((frame) => frame.intact)).toEqual([false, true, false, false]);
    expect(reader.ofKind('A')).toEqual([['A', 'N', 'OK']]);
  });
});

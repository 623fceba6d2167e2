import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLASH_BYTES, parseIntelHex } from './intel-hex.ts';

const END = ':00000001FF';
/** A well-known example line of the format: 16 bytes at address 0x0100. */
const LINE = ':10010000214601360121470136007EFE09D2190140';

const refusal = (text: string): string => {
  try {
    parseIntelHex(text, 'x.hex');
  } catch (error) {
    return String(error);
  }
  return 'accepted';
};

describe('parseIntelHex', () => {
  it('puts the bytes at their address and leaves the rest erased', () => {
    const flash = parseIntelHex(`${LINE}\r\n${END}\r\n`);
    expect(flash).toHaveLength(FLASH_BYTES);
    expect(Buffer.from(flash.subarray(0x100, 0x110)).toString('hex')).toBe('214601360121470136007efe09d21901');
    expect([flash[0xff], flash[0x110]]).toEqual([0xff, 0xff]);
  });

  it('refuses every single wrong digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LINE.length - 1 }), fc.integer({ min: 1, max: 15 }), (at, shift) => {
        const digit = ((Number.parseInt(LINE.charAt(at), 16) + shift) % 16).toString(16);
        expect(refusal(`${LINE.slice(0, at)}${digit}${LINE.slice(at + 1)}\n${END}\n`)).toContain('KW_FIRMWARE_INVALID');
      }),
    );
  });

  it('names the cause: no end, text after the end, a type it does not know, an address outside the chip, no record', () => {
    expect(refusal(`${LINE}\n`)).toContain('the end record is missing');
    expect(refusal(`${END}\n${LINE}\n`)).toContain('line 2 comes after the end record');
    expect(refusal(`:020000021000EC\n${END}\n`)).toContain('unknown record type 2');
    expect(refusal(`:02FFFF000102FD\n${END}\n`)).toContain('line 1 is outside the flash');
    expect(refusal('hello\n')).toContain('line 1 is not a record');
  });
});

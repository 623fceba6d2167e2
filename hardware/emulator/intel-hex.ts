import { KwError } from '@kringwijzer/contract';

/** Flash of the ATmega328P in bytes. */
export const FLASH_BYTES = 0x8000;

const DATA = 0;
const END_OF_FILE = 1;

/**
 * The 32 kB flash image of an Intel HEX text; bytes that the file does not name stay 0xFF as in an erased chip.
 * Throws KW_FIRMWARE_INVALID on a wrong check sum, a record that is not data or end, an address outside the flash, or a missing end record.
 * Source: Intel Hexadecimal Object File Format Specification, revision A, 1988.
 */
export function parseIntelHex(text: string, file = 'text'): Uint8Array {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  let ended = false;
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (line === '') continue;
    const at = `line ${index + 1}`;
    if (ended) throw invalid(file, `${at} comes after the end record`);
    const record = parseRecord(line, file, at);
    if (record.kind === END_OF_FILE) ended = true;
    else if (record.kind !== DATA) throw invalid(file, `${at} has the unknown record type ${record.kind}`);
    else if (record.address + record.bytes.length > FLASH_BYTES) throw invalid(file, `${at} is outside the flash`);
    else flash.set(record.bytes, record.address);
  }
  if (!ended) throw invalid(file, 'the end record is missing');
  return flash;
}

interface HexRecord {
  readonly kind: number;
  readonly address: number;
  readonly bytes: Uint8Array;
}

function parseRecord(line: string, file: string, at: string): HexRecord {
  if (!/^:(?:[0-9A-Fa-f]{2}){5,}$/u.test(line)) throw invalid(file, `${at} is not a record`);
  const raw = Uint8Array.from(line.slice(1).match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
  const [count = 0, high = 0, low = 0, kind = 0] = raw;
  if (raw.length !== count + 5) throw invalid(file, `${at} has another length than it says`);
  const sum = raw.reduce((total, byte) => total + byte, 0);
  if (sum % 256 !== 0) throw invalid(file, `${at} has a wrong check sum`);
  return { kind, address: high * 256 + low, bytes: raw.subarray(4, 4 + count) };
}

const invalid = (file: string, reason: string): KwError => new KwError('KW_FIRMWARE_INVALID', { file, reason });

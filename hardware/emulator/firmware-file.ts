import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KwError } from '@kringwijzer/contract';
import { parseIntelHex } from './intel-hex.ts';

/** Our two firmwares: the HX711 scale board and the Firmata tool board. */
export type FirmwareName = 'kw-scale' | 'kw-tool';

/** A committed firmware, checked against its sha256. */
export interface FirmwareFile {
  readonly path: string;
  /** Lower-case hex digest of the .hex file. */
  readonly sha256: string;
  /** The 32 kB flash image. */
  readonly flash: Uint8Array;
}

/** The committed firmware of that name. Throws KW_FIRMWARE_INVALID when the file is missing, its sha256 differs, or it is not Intel HEX. */
export function readFirmware(name: FirmwareName): FirmwareFile {
  const path = firmwarePath(name);
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const [expected = ''] = readFileSync(`${path}.sha256`, 'utf8').split(' ');
  if (sha256 !== expected) throw new KwError('KW_FIRMWARE_INVALID', { file: path, reason: `its sha256 is ${sha256}, not ${expected}` });
  return { path, sha256, flash: parseIntelHex(bytes.toString('latin1'), path) };
}

/** Where the .hex file lies: beside the sources, or two folders up from the built files. */
function firmwarePath(name: FirmwareName): string {
  const places = ['../firmware/hex/', '../../firmware/hex/'].map((place) => fileURLToPath(new URL(`${place}${name}.hex`, import.meta.url)));
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new KwError('KW_FIRMWARE_INVALID', { file: `${name}.hex`, reason: 'it is not there' });
  return found;
}

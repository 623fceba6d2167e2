import { inflateRawSync } from 'node:zlib';
import { KwError } from '@kringwijzer/contract';
import { readSheet } from 'read-excel-file/node';
import { type FileTable, tableOf } from './csv-file.ts';

/** Most a workbook may unpack to: a few kilobytes of zip can hold gigabytes. */
const UNPACKED_MAX = 64 * 1024 * 1024;
const CENTRAL_HEAD = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
const END_HEAD = Buffer.from([0x50, 0x4b, 5, 6]);
const END_SIZE = 22;
const DEFLATED = 8;

/** Rows of the first sheet of a workbook with heads in its first row, as a CSV of the same would give them. Throws KW_IMPORT_INVALID. */
export async function readXlsx(bytes: Buffer): Promise<FileTable> {
  const refused = (reason: string, cause?: unknown): KwError => new KwError('KW_IMPORT_INVALID', { reason }, { cause });
  checkUnpacked(bytes, refused);
  let sheet: readonly (readonly unknown[])[];
  try {
    sheet = await readSheet(bytes);
  } catch (error) {
    throw refused(`it is not a workbook (.xlsx): ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return tableOf(sheet.map((row) => row.map(textOf)));
}

/** A cell as a person would type it. A decimal comma, because `1.234` typed in a CSV is a thousand and more. */
function textOf(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  if (typeof cell === 'number') return plainNumber(cell);
  return typeof cell === 'string' || typeof cell === 'boolean' ? String(cell).trim() : '';
}

const plainNumber = (value: number): string =>
  (Math.abs(value) < 1e-6 ? '0' : value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 9 })).replace('.', ',');

/** Unpacks every part once with a limit, so that the library that reads them meets no bomb. */
function checkUnpacked(bytes: Buffer, refused: (reason: string, cause?: unknown) => KwError): void {
  let left = UNPACKED_MAX;
  for (const part of partsOf(bytes)) {
    if (part.method !== DEFLATED) left -= part.data.length;
    else {
      try {
        left -= inflateRawSync(part.data, { maxOutputLength: Math.max(1, left) }).length;
      } catch (error) {
        throw refused('it is not a workbook (.xlsx), or it unpacks to more than 64 MB', error);
      }
    }
    if (left < 0) throw refused('it unpacks to more than 64 MB');
  }
  if (left === UNPACKED_MAX) throw refused('it is not a workbook (.xlsx)');
}

interface Part {
  readonly method: number;
  readonly data: Buffer;
}

/** Parts of a zip by its central directory (APPNOTE 4.3.12 and 4.3.16). */
function partsOf(bytes: Buffer): readonly Part[] {
  const parts: Part[] = [];
  const end = bytes.lastIndexOf(END_HEAD);
  if (end < 0 || end + END_SIZE > bytes.length) return parts;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + CENTRAL_SIZE > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_HEAD) return [];
    const [method, size, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
    if (local + LOCAL_SIZE > bytes.length) return [];
    const start = local + LOCAL_SIZE + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    parts.push({ method, data: bytes.subarray(start, start + size) });
    at += CENTRAL_SIZE + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

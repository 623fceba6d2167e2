import { KwError } from '@kringwijzer/contract';
import { type OpenSerial, parseBoardFrame } from '@kringwijzer/firmware-bridge';

/** Our two boards. */
export type BoardName = 'scale' | 'tool';

/** What a board says it is. */
export interface BoardIdentity {
  readonly firmware: string;
  readonly version: string;
}

interface Dialect {
  readonly baud: number;
  readonly question: Buffer;
  /** The identity in everything the board has sent so far. */
  readonly read: (said: Buffer) => BoardIdentity | undefined;
}

/** A board asks itself nothing for its boot; the first question may be lost with it. */
const ASK_EVERY_MS = 1_000;

const SYSEX_FIRMWARE = 0x79;

/** The identity frame of docs/serial-protocol.md; a line that was cut has no right CRC and does not pass for an answer. */
function readScale(said: Buffer): BoardIdentity | undefined {
  const lines = said.toString('latin1').split('\n').slice(0, -1);
  for (const line of lines) {
    // Bytes of the boot may stand before the frame.
    const frame = parseBoardFrame(line.slice(Math.max(0, line.lastIndexOf('$'))).trimEnd());
    if (frame?.type === 'identity') return { firmware: frame.name, version: frame.version };
  }
  return undefined;
}

/** Firmware report of Firmata 2.5: F0 79 major minor, then each character in two bytes of 7 bits, F7. */
function readTool(said: Buffer): BoardIdentity | undefined {
  const start = said.indexOf(Buffer.from([0xf0, SYSEX_FIRMWARE]));
  const end = start < 0 ? -1 : said.indexOf(0xf7, start);
  const report = end < 0 ? undefined : said.subarray(start + 2, end);
  if (report === undefined || report.length < 4) return undefined;
  const [major = 0, minor = 0, ...pairs] = report;
  let firmware = '';
  for (let at = 0; at + 1 < pairs.length; at += 2) firmware += String.fromCharCode((pairs[at] ?? 0) | ((pairs[at + 1] ?? 0) << 7));
  return { firmware, version: `${major}.${minor}` };
}

const DIALECTS: Readonly<Record<BoardName, Dialect>> = {
  scale: { baud: 115_200, question: Buffer.from('I\n'), read: readScale },
  tool: { baud: 57_600, question: Buffer.from([0xf0, SYSEX_FIRMWARE, 0xf7]), read: readTool },
};

/** Asks the board at a port who it is, at most `limitMs`. Rejects with KW_SERIAL_OPEN and KW_SERIAL_SILENT. */
export async function identifyBoard(board: BoardName, path: string, open: OpenSerial, limitMs: number): Promise<BoardIdentity> {
  const { baud, question, read } = DIALECTS[board];
  const line = await open(path, { baud, format: '8N1' });
  let said = Buffer.alloc(0);
  let again: NodeJS.Timeout | undefined;
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<BoardIdentity>((resolve, reject) => {
      late = setTimeout(() => reject(new KwError('KW_SERIAL_SILENT', { path, seconds: Math.round(limitMs / 1_000) })), limitMs);
      line.once('error', (error: Error) => reject(new KwError('KW_SERIAL_GONE', { path }, { cause: error })));
      line.once('close', () => reject(new KwError('KW_SERIAL_GONE', { path })));
      line.on('data', (bytes: Buffer) => {
        said = Buffer.concat([said, bytes]).subarray(-1_024);
        const identity = read(said);
        if (identity !== undefined) resolve(identity);
      });
      const ask = (): void => void line.write(question);
      ask();
      again = setInterval(ask, ASK_EVERY_MS);
    });
  } finally {
    clearInterval(again);
    clearTimeout(late);
    line.removeAllListeners('data');
    await new Promise<void>((resolve) => {
      if (line.destroyed) return resolve();
      line.once('close', () => resolve());
      line.destroy();
    });
  }
}

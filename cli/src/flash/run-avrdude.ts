import { spawn } from 'node:child_process';
import { KwError } from '@kringwijzer/contract';

export interface AvrdudeJob {
  readonly port: string;
  /** Speed of the bootloader. */
  readonly baud: number;
  readonly hexFile: string;
  readonly signal: AbortSignal;
  /** What avrdude says, for people who watch. */
  readonly tell: (line: string) => void;
}

const PROGRAM = 'avrdude';
/** 32 kB at 57600 baud take 12 s with the reading back; a bootloader that never answers must not hang the installer. */
const LIMIT_MS = 120_000;

/** Arguments for an ATmega328P behind its Arduino bootloader: no erase of the whole chip, and what was written is read back. */
export const avrdudeArguments = ({ port, baud, hexFile }: Pick<AvrdudeJob, 'port' | 'baud' | 'hexFile'>): string[] =>
  `-p m328p -c arduino -D -b ${baud} -P`.split(' ').concat(port, '-U', `flash:w:${hexFile}:i`);

/** Writes a firmware with avrdude. Rejects with KW_PROGRAM_MISSING and KW_FLASH_FAILED with avrdude's last words. */
export async function runAvrdude(job: AvrdudeJob): Promise<void> {
  const said: string[] = [];
  const signal = AbortSignal.any([job.signal, AbortSignal.timeout(LIMIT_MS)]);
  const child = spawn(PROGRAM, avrdudeArguments(job), { stdio: ['ignore', 'pipe', 'pipe'], signal });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      for (const line of text.split('\n')) if (line.trim() !== '') job.tell(line.trimEnd());
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') reject(new KwError('KW_PROGRAM_MISSING', { program: PROGRAM, package: 'avrdude' }, { cause: error }));
      else reject(new KwError('KW_FLASH_FAILED', { port: job.port, reason: error.message }, { cause: error }));
    });
    child.once('close', resolve);
  });
  if (code === 0) return;
  const last = said
    .join('')
    .trim()
    .split('\n')
    .filter((line) => /\w/u.test(line))
    .slice(-2)
    .join(' ');
  throw new KwError('KW_FLASH_FAILED', { port: job.port, reason: `avrdude ended with ${code}: ${last}` });
}

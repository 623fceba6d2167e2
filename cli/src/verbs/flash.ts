import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import { openSerialPort } from '@kringwijzer/firmware-bridge';
import { readFirmware } from '@kringwijzer/hardware/emulator';
import { type BoardName, identifyBoard } from '../flash/identify-board.ts';
import { runAvrdude } from '../flash/run-avrdude.ts';
import { numberOption, readOptions } from '../options.ts';
import { findSerialPorts } from '../setup/serial-ports.ts';
import type { Verb, VerbIo } from '../verb.ts';

const HELP = `[options]

Writes our firmware to a sensor board with avrdude and asks the board afterwards who it is. Prints one JSON line.

  --board NAME    scale (HX711 amplifiers) or tool (clamps, contacts, levels) (scale)
  --port PATH     serial port of the board (the only one there is)
  --baud N        speed of the bootloader: 115200, or 57600 for an old one (115200)
  --identify      only ask who the board is`;

const ANSWER_MS = 15_000;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        board: { type: 'string', default: 'scale' },
        port: { type: 'string' },
        baud: { type: 'string' },
        identify: { type: 'boolean', default: false },
      },
    }),
  );
  const board = boardOf(values.board);
  const port = values.port ?? onlyPort();
  const name = `kw-${board}` as const;
  if (!values.identify) {
    const { path: hexFile, sha256 } = readFirmware(name);
    io.err(`${name}.hex, sha256 ${sha256}, to ${port}`);
    const baud = numberOption('baud', values.baud, { min: 1_200, max: 1_000_000 }) ?? 115_200;
    await runAvrdude({ port, baud, hexFile, signal: io.signal, tell: io.err });
  }
  const identity = await identifyBoard(board, port, openSerialPort, ANSWER_MS);
  if (identity.firmware !== name) throw new KwError('KW_FLASH_FAILED', { port, reason: `it answers as ${identity.firmware}, not ${name}` });
  io.out(JSON.stringify({ port, ...identity }));
  return 0;
}

function boardOf(name: string): BoardName {
  if (name === 'scale' || name === 'tool') return name;
  throw new KwError('KW_USAGE', { reason: `--board takes scale or tool, not ${name}` });
}

function onlyPort(): string {
  const ports = findSerialPorts();
  const [only] = ports;
  if (only !== undefined && ports.length === 1) return only.path;
  const there = ports.length === 0 ? 'no board is plugged in' : `there are ${ports.map(({ path }) => path).join(', ')}`;
  throw new KwError('KW_USAGE', { reason: `${there}; give --port PATH` });
}

/** `kringwijzer flash`: firmware to a sensor board. */
export const flashVerb: Verb = { help: HELP, run };

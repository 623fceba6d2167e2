import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { openSerialPort } from '@kringwijzer/firmware-bridge';
import { createScaleBoard, createToolBoard, linkPty, readFirmware } from '@kringwijzer/hardware/emulator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stk500Line } from '../../testing/stk500-line.ts';
import { runCli } from '../run-cli.ts';
import { VERBS } from '../verbs.ts';
import { identifyBoard } from './identify-board.ts';

let folder = '';
const stops: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-flash-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

type Board = ReturnType<typeof createScaleBoard> | ReturnType<typeof createToolBoard>;

/** An emulated board with our committed firmware on a real PTY. */
async function plugIn(board: Board): Promise<string> {
  const link = await linkPty(board.uart);
  stops.push(() => link.close());
  board.start();
  stops.push(() => board.stop());
  return link.path;
}

/** A program called avrdude, first on PATH, that keeps its arguments and the file it was told to write. */
function avrdude(end: string): void {
  const path = join(folder, 'avrdude');
  const hex = 'for word in "$@"; do case "$word" in flash:w:*) file=${word#flash:w:}; cp "${file%:i}" "$here/written.hex";; esac; done';
  writeFileSync(path, `#!/bin/sh\nhere='${folder}'\nprintf '%s\\n' "$@" > "$here/args"\n${hex}\n${end}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
}

async function flash(args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), signal: new AbortController().signal };
  const code = await runCli(VERBS, ['flash', ...args], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const scale = (): Board => createScaleBoard({ input: () => 1 });

describe('flash', () => {
  it('hands the checked firmware to avrdude and asks the board who it is', async () => {
    const port = await plugIn(scale());
    avrdude('echo "avrdude: 7152 bytes of flash verified" >&2');
    const { code, out, err } = await flash(['--port', port]);
    expect({ code, answer: JSON.parse(out) }).toMatchObject({ code: 0, answer: { port, firmware: 'kw-scale' } });
    expect(err).toContain('bytes of flash verified');
    const { path, sha256 } = readFirmware('kw-scale');
    const args = readFileSync(join(folder, 'args'), 'utf8').trim().split('\n');
    expect(args).toEqual(['-p', 'm328p', '-c', 'arduino', '-D', '-b', '115200', '-P', port, '-U', `flash:w:${path}:i`]);
    expect(
      createHash('sha256')
        .update(readFileSync(join(folder, 'written.hex')))
        .digest('hex'),
    ).toBe(sha256);
  });

  it('knows the tool board, and an old bootloader by its speed', async () => {
    const port = await plugIn(createToolBoard());
    avrdude('exit 0');
    expect(await flash(['--board', 'tool', '--port', port, '--baud', '57600'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('kw-tool'),
    });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toContain('\n57600\n');
  });

  it('says which package to install without avrdude', async () => {
    const port = await plugIn(scale());
    vi.stubEnv('PATH', folder);
    expect(await flash(['--port', port])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/KW_PROGRAM_MISSING: .*apt install avrdude/u),
    });
  });

  it('tells the last words of an avrdude that fails', async () => {
    const port = await plugIn(scale());
    avrdude('echo "avrdude: stk500_getsync(): not in sync" >&2; exit 1');
    expect(await flash(['--port', port])).toMatchObject({ code: 1, err: expect.stringMatching(/KW_FLASH_FAILED.*not in sync/u) });
  });

  it('does not start avrdude when it is only asked who the board is', async () => {
    const port = await plugIn(scale());
    avrdude('exit 1');
    expect(await flash(['--port', port, '--identify'])).toMatchObject({ code: 0, out: expect.stringContaining('kw-scale') });
  });

  it.each([
    [['--board', 'robot', '--port', '/dev/null'], /--board takes scale or tool/u],
    [['--port', '/nowhere/tty', '--identify'], /KW_SERIAL_OPEN/u],
  ])('refuses %j', async (args, words) => {
    expect((await flash(args)).err).toMatch(words);
  });
});

const hasAvrdude = spawnSync('avrdude', ['-?'], { stdio: 'ignore' }).error === undefined;

describe.skipIf(!hasAvrdude)(`flash with the real avrdude${hasAvrdude ? '' : ' (skipped: avrdude is not installed)'}`, () => {
  it('brings every byte into the board, which then says who it is', async () => {
    const board = scale();
    stops.push(() => board.stop());
    const line = new Stk500Line(() => {
      board.start();
      return board.uart;
    });
    const link = await linkPty(line);
    stops.push(() => link.close());
    expect(await flash(['--port', link.path])).toMatchObject({ code: 0, out: expect.stringContaining('kw-scale') });
    expect(Buffer.from(line.flash).equals(Buffer.from(readFirmware('kw-scale').flash))).toBe(true);
  });
});

describe('asking a board who it is', () => {
  it('gives up on a line that says nothing', async () => {
    const link = await linkPty(new PassThrough());
    stops.push(() => link.close());
    await expect(identifyBoard('scale', link.path, openSerialPort, 700)).rejects.toMatchObject({ code: 'KW_SERIAL_SILENT' });
  });
});

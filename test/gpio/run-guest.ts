import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type GuestLine, MARK } from './plan.ts';

/** The guest's time is its own count of instructions, so a busy host makes it slower and never later: nothing is lost by a late turn. */
const OWN_TIME = ['-icount', 'shift=0,sleep=off'];
const MACHINE = ['-accel', 'tcg', ...OWN_TIME, '-cpu', 'max', '-M', 'pc', '-m', '1280'];
const NOTHING_ELSE = ['-nodefaults', '-no-user-config', '-display', 'none', '-monitor', 'none', '-nic', 'none', '-no-reboot'];

/** What the guest said before it switched itself off. */
export interface GuestRun {
  readonly lines: readonly GuestLine[];
  /** Exit code of the program in the guest; undefined when the guest did not get that far. */
  readonly exitCode: number | undefined;
  /** The last lines of the console, for people. */
  readonly console: string;
}

/** Boots the guest without hardware virtualisation and waits until it is off, at most `deadlineMs`. */
export async function runGuest(kernel: string, image: string, deadlineMs: number): Promise<GuestRun> {
  const args = [...MACHINE, ...NOTHING_ELSE, '-serial', 'stdio', '-kernel', kernel, '-initrd', image];
  const child = spawn('qemu-system-x86_64', [...args, '-append', 'console=ttyS0 panic=-1 quiet loglevel=3'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const lines: GuestLine[] = [];
  const console: string[] = [];
  let exitCode: number | undefined;
  createInterface({ input: child.stdout }).on('line', (text) => {
    const at = text.indexOf(MARK);
    if (at >= 0) lines.push(JSON.parse(text.slice(at + MARK.length)) as GuestLine);
    else console.push(text);
    const code = /GUEST_RC=(\d+)/u.exec(text)?.[1];
    if (code !== undefined) exitCode = Number(code);
  });
  child.stderr.on('data', (bytes: Buffer) => console.push(bytes.toString('utf8')));
  await once(child, 'close');
  clearTimeout(deadline);
  return { lines, exitCode, console: console.slice(-40).join('\n') };
}

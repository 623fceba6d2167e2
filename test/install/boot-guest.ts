import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MARK = 'KWINST ';
const MACHINE = '-accel tcg -cpu max -M pc -m 3072 -smp 2 -nodefaults -no-user-config -display none -monitor none -nic none -no-reboot';

/** Boots a Debian without hardware virtualisation and gives what its script said, by the first word of each line; ends it after `deadlineMs`. */
export async function bootGuest(kernel: string, image: string, deadlineMs: number): Promise<ReadonlyMap<string, string>> {
  const args = [...MACHINE.split(' '), '-serial', 'stdio', '-kernel', kernel, '-initrd', image];
  const child = spawn('qemu-system-x86_64', [...args, '-append', 'console=ttyS0 panic=-1 quiet loglevel=3 systemd.show_status=0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
  const said = new Map<string, string>();
  child.stderr.on('data', (bytes: Buffer) => said.set('qemu', bytes.toString('utf8').trim()));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const at = text.indexOf(MARK);
    if (at < 0) return;
    const line = text.slice(at + MARK.length).trim();
    process.stderr.write(`${line}\n`);
    const [name = ''] = line.split(' ', 1);
    said.set(name, line.slice(name.length + 1));
  });
  await once(child, 'close');
  clearTimeout(deadline);
  return said;
}

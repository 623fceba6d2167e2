import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { pageFolders } from '../start/page-folders.ts';
import { type Check, type Finding, fault, fine, warning } from './finding.ts';

const MB = 1_048_576;
/** Below this a store cannot grow for a week; below the second nothing should be started. */
const DISK_WARNING_MB = 2_048;
const DISK_FAULT_MB = 200;
/** Chromium beside hub and store wants about this much (measured for the kiosk page). */
const MEMORY_WARNING_MB = 1_500;
/** First day of the month in which this version was made: a clock before it is wrong. */
const CLOCK_FLOOR_MS = Date.UTC(2026, 10, 1);

const NATIVE_MODULES = [
  { module: 'better-sqlite3', from: '@kringwijzer/broker' },
  { module: '@serialport/bindings-cpp', from: 'serialport' },
  { module: 'onoff', from: '@kringwijzer/firmware-bridge' },
];

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const text = `Node.js ${process.versions.node} on ${process.arch}, ${availableParallelism()} cores`;
  if (major < 20 || (major === 20 && minor < 19)) return fault('Node.js', `${text} is too old.`, 'Install Node.js 20.19 or newer.');
  return fine('Node.js', text);
}

function nativeModules(): Finding {
  const here = createRequire(import.meta.url);
  for (const { module, from } of NATIVE_MODULES) {
    try {
      const loaded: unknown = createRequire(here.resolve(from))(module);
      if (module === 'better-sqlite3') new (loaded as new (path: string) => { close(): void })(':memory:').close();
    } catch (error) {
      return fault(
        'Native modules',
        `${module} does not load: ${firstLine(error)}`,
        'Run npm ci again on this machine with python3, make and g++ installed.',
      );
    }
  }
  return fine('Native modules', `${NATIVE_MODULES.map(({ module }) => module).join(', ')} load`);
}

function pages(): Finding {
  try {
    pageFolders();
    return fine('Pages', 'staff and kiosk pages are built');
  } catch {
    // KW_NOT_BUILT is all it throws.
    return fault('Pages', 'the staff or kiosk pages are not built.', 'Run npm run build.');
  }
}

function dataFolder(dataDir: string): Finding {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return fine('Data folder', `${resolve(dataDir)} can be written`);
  } catch {
    // EACCES or EROFS: both mean the same to the person.
    return fault(
      'Data folder',
      `${folder} cannot be written by this user.`,
      `sudo chown -R "$USER" ${folder}, or choose another folder with --data.`,
    );
  }
}

function disk(dataDir: string): Finding {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  return judgeDisk(folder, Math.floor((bavail * bsize) / MB));
}

/** Room on the disk of a folder, MB. */
export function judgeDisk(folder: string, freeMb: number): Finding {
  if (freeMb < DISK_FAULT_MB)
    return fault('Disk', `only ${freeMb} MB free at ${folder}.`, 'Free disk space now; nodes keep their records meanwhile.');
  if (freeMb < DISK_WARNING_MB) return warning('Disk', `${freeMb} MB free at ${folder}.`, 'Free disk space or use a larger card.');
  return fine('Disk', `${freeMb} MB free`);
}

/** Memory of the machine, MB. */
export function judgeMemory(totalMb: number, freeMb: number): Finding {
  const text = `${freeMb} of ${totalMb} MB free`;
  if (totalMb < MEMORY_WARNING_MB)
    return warning('Memory', `${text}.`, 'Run the kiosk on its own Raspberry Pi; hub and nodes fit in 1 GB.');
  return fine('Memory', text);
}

/** The clock; `isSynced` is undefined where nobody tells. */
export function judgeClock(now: Date, isSynced: boolean | undefined): Finding {
  if (now.getTime() < CLOCK_FLOOR_MS)
    return fault('Clock', `the clock says ${now.toISOString()}.`, 'Check the network and timedatectl; records are marked until then.');
  if (isSynced === false) {
    return warning('Clock', 'the clock is not synchronised yet.', 'Check the network and timedatectl timesync-status.');
  }
  return fine('Clock', now.toISOString());
}

function power(): Finding | undefined {
  const path = '/sys/devices/platform/soc/soc:firmware/get_throttled';
  return existsSync(path) ? judgePower(Number.parseInt(readFileSync(path, 'utf8').trim(), 16)) : undefined;
}

/** The supply of a Raspberry Pi by the bits of its firmware's get_throttled: 0 undervoltage now, 16 undervoltage since the start. */
export function judgePower(bits: number): Finding {
  if ((bits & 0x1) !== 0)
    return fault('Power', 'the supply voltage is too low now.', 'Use the official power supply and a short, thick cable.');
  if ((bits & 0x1_00_00) !== 0)
    return warning('Power', 'the supply voltage was too low since the start.', 'Use the official power supply and a short, thick cable.');
  return fine('Power', 'the supply voltage is right');
}

const isClockSynced = (): boolean | undefined =>
  existsSync('/run/systemd/timesync') ? existsSync('/run/systemd/timesync/synchronized') : undefined;

const firstLine = (error: unknown): string => (error as Error).message.split('\n', 1)[0] ?? '';

/** Faults of the machine itself. */
export const MACHINE_CHECKS: readonly Check[] = [
  { name: 'Node.js', run: nodeVersion },
  { name: 'Native modules', run: nativeModules },
  { name: 'Pages', run: pages },
  { name: 'Data folder', run: ({ dataDir }) => dataFolder(dataDir) },
  { name: 'Disk', run: ({ dataDir }) => disk(dataDir) },
  { name: 'Memory', run: () => judgeMemory(Math.round(totalmem() / MB), Math.round(freemem() / MB)) },
  { name: 'Clock', run: () => judgeClock(new Date(), isClockSynced()) },
  { name: 'Power', run: power },
];

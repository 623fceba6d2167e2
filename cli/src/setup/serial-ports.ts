import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** A serial port with the name that stays the same best. */
export interface FoundPort {
  /** Path for a configuration. */
  readonly path: string;
  /** What the board says it is, or the name of the device. */
  readonly label: string;
}

const DEVICE = /^tty(?:USB|ACM)\d+$/u;

/**
 * USB serial ports of this machine. The name by serial number is the best one when it belongs to one port only; else the
 * socket (udev rule of the package), else the device itself.
 */
export function findSerialPorts(dev = '/dev'): readonly FoundPort[] {
  const byId = linksIn(join(dev, 'serial/by-id'));
  const bySocket = [...linksIn(join(dev, 'kringwijzer')), ...linksIn(join(dev, 'serial/by-path'))];
  return filesIn(dev)
    .filter((name) => DEVICE.test(name))
    .toSorted()
    .map((name) => {
      const device = join(dev, name);
      const id = byId.find((link) => link.device === device);
      const best = id ?? bySocket.find((link) => link.device === device);
      return { path: best?.path ?? device, label: id?.name ?? name };
    });
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

interface PortLink {
  readonly name: string;
  readonly path: string;
  readonly device: string;
}

function linksIn(folder: string): PortLink[] {
  return filesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    // A link whose board was just pulled leads nowhere.
    return existsSync(path) ? [{ name, path, device: realpathSync(path) }] : [];
  });
}

import type { Command } from '@kringwijzer/contract';
import type { CommandAnswer, Device } from './device.ts';

export interface CommandSelf {
  readonly version: string;
  readonly boot: string;
  readonly answer: (answer: CommandAnswer) => void;
}

/** Hands a command to its device, or answers for the node itself. False when nobody knows it. */
export function performCommand(command: Command, devices: readonly Device[], self: CommandSelf): boolean {
  const target = command.args.device;
  const device = devices.find((one) => one.id === target);
  if (command.name !== 'identify') return device?.command(command) ?? false;
  if (target !== undefined && device === undefined) return false;
  const firmware = device?.meta().firmware;
  self.answer({
    id: command.id,
    ok: true,
    data: { version: self.version, boot: self.boot, devices: devices.length, ...(firmware === undefined ? {} : { firmware }) },
  });
  return true;
}

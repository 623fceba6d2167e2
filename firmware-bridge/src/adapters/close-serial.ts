import type { SerialDuplex } from '../ports/serial.ts';

const hasClose = (port: object): port is { isOpen: boolean; close: (done: () => void) => void } => 'isOpen' in port && 'close' in port;

/** Closes a line and gives its file back; resolves when it is closed. A serial port's own destroy() would leave the file open. */
export function closeSerial(port: SerialDuplex): Promise<void> {
  return new Promise((resolve) => {
    port.once('close', resolve);
    if (!hasClose(port)) port.destroy();
    else if (port.isOpen) port.close(resolve);
    else resolve();
  });
}

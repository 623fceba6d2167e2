import type { Duplex } from 'node:stream';

/** How a serial line is set: data bits, parity and stop bits as in 8N1. */
export interface SerialSettings {
  readonly baud: number;
  readonly format: '8N1' | '7E1' | '7O1' | '8E1' | '7N2';
}

/** An open line. It ends with `close`; a new one is made for each opening. */
export type SerialDuplex = Duplex;

/** Opens a serial line. Rejects with KW_SERIAL_OPEN. */
export type OpenSerial = (path: string, settings: SerialSettings) => Promise<SerialDuplex>;

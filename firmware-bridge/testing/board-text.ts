import { crc16 } from '../src/adapters/board-frame.ts';

/** A frame of the scale board around a payload. */
export const frameOf = (payload: string): string => `$${payload}*${crc16(payload).toString(16).toUpperCase().padStart(4, '0')}\n`;

/** A line of the scale board: its payload split at the commas, or `undefined` fields when the check sum is wrong. */
export interface Frame {
  readonly text: string;
  /** False when the line is not a frame or its check sum is wrong. */
  readonly intact: boolean;
  /** Payload fields: kind letter first. Empty when not intact. */
  readonly fields: readonly string[];
}

/** Collects the lines of a scale board from chunks of bytes. See docs/serial-protocol.md. */
export class FrameReader {
  readonly frames: Frame[] = [];
  #rest = '';

  /** Takes the next bytes. */
  take(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.frames.push(parseFrame(line));
  }

  /** The intact frames of one kind, as fields. */
  ofKind(kind: 'S' | 'H' | 'E' | 'A'): readonly (readonly string[])[] {
    return this.frames.filter((frame) => frame.intact && frame.fields[0] === kind).map((frame) => frame.fields);
  }
}

function parseFrame(text: string): Frame {
  const match = /^\$([^*]*)\*([0-9A-F]{4})$/u.exec(text);
  const payload = match?.[1];
  const intact = payload !== undefined && Number.parseInt(match?.[2] ?? '', 16) === crc16(payload);
  return { text, intact, fields: intact ? payload.split(',') : [] };
}

/** CRC-16/CCITT-FALSE of ASCII text, 0..65535: polynomial 0x1021, start 0xFFFF. Check value: `123456789` gives 0x29B1. */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}

/** One MQTT control packet as it stands on the line [MQTT-2.2]. */
export interface MqttFrame {
  /** Type of the packet: 3 is PUBLISH, 4 is PUBACK. */
  readonly type: number;
  readonly bytes: Buffer;
}

const MOST_LENGTH_BYTES = 4;

/** Cuts a stream of bytes into whole packets; what is left waits for more. */
export class MqttFrames {
  #rest: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): readonly MqttFrame[] {
    let rest: Buffer = Buffer.concat([this.#rest, chunk]);
    const frames: MqttFrame[] = [];
    for (let size = sizeOf(rest); size !== undefined && size <= rest.length; size = sizeOf(rest)) {
      frames.push({ type: (rest[0] ?? 0) >> 4, bytes: rest.subarray(0, size) });
      rest = rest.subarray(size);
    }
    this.#rest = rest;
    return frames;
  }
}

/** Length of the packet that begins here, its header included; undefined while too little of it is there [MQTT-2.2.3]. */
function sizeOf(bytes: Buffer): number | undefined {
  let length = 0;
  for (let index = 0; index < MOST_LENGTH_BYTES; index += 1) {
    const byte = bytes[1 + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return 2 + index + length;
  }
  throw new RangeError('not MQTT: a length of more than four bytes');
}

/** Id of a PUBLISH with QoS 1 or of a PUBACK; undefined for every other packet. */
export function packetIdOf({ type, bytes }: MqttFrame): number | undefined {
  const header = bytes.findIndex((byte, index) => index > 0 && byte < 0x80) + 1;
  if (type === 4) return bytes.readUInt16BE(header);
  const isQos1 = type === 3 && ((bytes[0] ?? 0) & 0x06) === 0x02;
  return isQos1 ? bytes.readUInt16BE(header + 2 + bytes.readUInt16BE(header)) : undefined;
}

/** The same PUBLISH as a sender repeats it: with the DUP flag [MQTT-3.3.1-1]. */
export function repeated({ bytes }: MqttFrame): Buffer {
  const again = Buffer.from(bytes);
  again[0] = (again[0] ?? 0) | 0x08;
  return again;
}

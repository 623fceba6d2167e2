import type { Duplex } from 'node:stream';

const UNSUPPORTED_VERSION = 0x84;
const REASON_STRING = 0x1f;

/**
 * CONNACK in the words of MQTT 5 (chapter 3.2): reason code 0x84 and a text for people. A client of MQTT 5 cannot read
 * the CONNACK of 3.1.1, which aedes would send, and would report a broken connection instead.
 */
export function connackMqtt5(reason: string): Buffer {
  const text = Buffer.from(reason.slice(0, 100), 'utf8').subarray(0, 110);
  const properties = Buffer.concat([Buffer.from([REASON_STRING, text.length >> 8, text.length & 0xff]), text]);
  const body = Buffer.concat([Buffer.from([0, UNSUPPORTED_VERSION, properties.length]), properties]);
  return Buffer.concat([Buffer.from([0x20, body.length]), body]);
}

/** Sends the refusal and ends the stream; calls back once it is on its way. */
export function refuseMqtt5(stream: Duplex, reason: string, done: () => void): void {
  stream.end(connackMqtt5(reason), done);
}

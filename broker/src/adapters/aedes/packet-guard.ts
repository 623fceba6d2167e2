import type { Client } from 'aedes';

interface Parser {
  packet: { length: number };
  _parseLength(): boolean;
  _emitError(error: Error): void;
  on(event: 'packet', listener: () => void): void;
}

export interface PacketLimits {
  /** Bytes of a packet before the client is let in. */
  readonly beforeConnect: number;
  /** Bytes of a packet afterwards. */
  readonly afterConnect: number;
}

/**
 * Refuses a packet by its announced length, before its bytes are gathered. Without it anybody may announce the 256 MB
 * MQTT allows and have the broker hold them, without a password (aedes issue 831). `_parser` and `_parseLength` are
 * not public: aedes and mqtt-packet are pinned and a test fails when they move. `onPacket` is called for each packet that
 * was read whole.
 */
export function guardPackets(client: Client, limits: PacketLimits, onPacket: () => void): void {
  const parser = (client as unknown as { _parser: Parser })._parser;
  if (typeof parser?._parseLength !== 'function' || typeof parser._emitError !== 'function') {
    throw new TypeError('this version of aedes has another parser; the packet limit cannot be set');
  }
  parser.on('packet', onPacket);
  const original = parser._parseLength.bind(parser);
  parser._parseLength = () => {
    const complete = original();
    const limit = client.connected ? limits.afterConnect : limits.beforeConnect;
    if (!complete || parser.packet.length <= limit) return complete;
    parser._emitError(new Error(`packet of ${parser.packet.length} bytes is over ${limit}`));
    return false;
  };
}

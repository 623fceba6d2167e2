/** A packet as aedes hands it to its persistence and takes it back. */
export interface StoredPacket {
  cmd: string;
  brokerId?: string | undefined;
  brokerCounter: number;
  topic: string;
  payload: Buffer;
  qos: number;
  retain: boolean;
  dup: boolean;
  messageId?: number | undefined;
  clientId?: string;
}

/** A copy with the fields that are kept; the packet identifier is given anew when it is sent [MQTT-2.3.1-1]. */
export function copyOf(packet: StoredPacket): StoredPacket {
  // What aedes hands over is not complete: a PUBREL has no payload, a packet of a program may lack its flags.
  const { cmd = 'publish', brokerId, brokerCounter, topic, payload = Buffer.alloc(0), clientId } = packet as Partial<StoredPacket>;
  const { qos = 0, retain = false, dup = false } = packet as Partial<StoredPacket>;
  const copy = { cmd, brokerId, brokerCounter, topic, payload, qos, retain, dup } as StoredPacket;
  if (clientId !== undefined) copy.clientId = clientId;
  if (qos > 0 || copy.cmd !== 'publish') copy.messageId = undefined;
  return copy;
}

/** Everything but the payload, as text; the payload stays bytes. */
export const headOf = ({ payload: _payload, ...head }: StoredPacket): string => JSON.stringify(head);

/** The payload as bytes; programs may publish text. */
export const bytesOf = ({ payload }: StoredPacket): Buffer =>
  typeof payload === 'string' ? Buffer.from(payload) : (payload ?? Buffer.alloc(0));

/** The packet of a row. */
export const packetOf = (head: string, payload: Buffer): StoredPacket => ({
  ...(JSON.parse(head) as Omit<StoredPacket, 'payload'>),
  payload,
});

import type { Random } from './random.ts';

/** Bytes of MQTT 3.1.1 packets, section 3 of the standard, also of such as no client would send. */
const PUBLISH = 0x30;
const [PUBACK, PUBREC, PUBREL, PUBCOMP] = [0x40, 0x50, 0x62, 0x70];
const [SUBSCRIBE, UNSUBSCRIBE] = [0x82, 0xa2];

/** Remaining length, section 2.2.3. */
function lengthOf(count: number): Buffer {
  const bytes: number[] = [];
  let rest = count;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
}

const packet = (head: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([head]), lengthOf(body.length), body]);
};
const number16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const field = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([number16(bytes.length), bytes]);
};

const PINGREQ = Buffer.from([0xc0, 0]);
const LAST_ID = 0xbe_ef;
/** Ends a row of packets: when its answer is there, everything before it was read. */
export const LAST_PACKET: Buffer = packet(UNSUBSCRIBE, number16(LAST_ID), field('x'));
export const LAST_ANSWER: Buffer = Buffer.concat([Buffer.from([0xb0, 2]), number16(LAST_ID)]);

/** A CONNECT with name and password; `clean` begins a new session. */
export const connectPacket = (login: {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly clean: boolean;
}): Buffer =>
  packet(
    0x10,
    field('MQTT'),
    Buffer.from([4, login.clean ? 0xc2 : 0xc0, 0, 60]),
    field(login.clientId),
    field(login.username),
    field(login.password),
  );

const JSONS = [
  '{"boot":"aaaaaaaaaaaaaaaa","seq0":0,"clock":"synced","records":[{"kind":"session","device":"saw","at":1,"toAt":2,"ended":"stopped"}]}',
  '{"boot":"aaaaaaaaaaaaaaaa","seq0":9007199254740991,"clock":"synced","records":[{}]}',
  '{"__proto__":{"records":[]},"constructor":1}',
  '{"state":"online","boot":"aaaaaaaaaaaaaaaa","version":"1","at":1}',
  '[[[[[[[[[[[[[[[[[[[[',
  '',
] as const;
const TOPICS = ['rec', 'status', 'meta', 'cmd/result', 'saw/state', 'ack', 'cmd', '', 'a/b/c/d/e/f/g/h/i/j'] as const;
const FILTERS = ['kw/v1/+/+/rec', '#', '+/+/#', '$SYS/#', '$share/g/#', '/', '+', '//+/'] as const;
const NO_FILTERS = ['kw/#/rec', 'a+b', '', '#/'] as const;

/**
 * A packet that is read whole and does not end its connection: rights, ids, filters and payloads as nobody should send
 * them. `site` is where the sender may publish.
 */
export function hostilePacket(random: Random, site: string): Buffer {
  const id = number16(1 + random.int(40));
  switch (random.int(12)) {
    case 0:
      return packet(PUBACK, id);
    case 1:
      return packet(PUBREC, id);
    case 2:
      return packet(PUBREL, id);
    case 3:
      return packet(PUBCOMP, id);
    case 4:
      return packet(
        SUBSCRIBE,
        id,
        field(random.pick(FILTERS)),
        Buffer.from([random.int(3)]),
        field(`x/${random.int(1e6)}`),
        Buffer.from([1]),
      );
    case 5:
      return packet(UNSUBSCRIBE, id, field(random.pick(FILTERS)));
    case 6:
      return PINGREQ;
    case 7:
      return publish(
        random,
        `odd/${random
          .bytes(6)
          .toString('latin1')
          .replaceAll(/[#+\0]/gu, '-')}`,
      );
    default:
      return publish(random, `kw/v1/${site}/n${random.int(50)}/${random.pick(TOPICS)}`);
  }
}

function publish(random: Random, topic: string): Buffer {
  const qos = random.int(3);
  const flags = (random.int(2) << 3) | (qos << 1) | random.int(2);
  return packet(PUBLISH | flags, field(topic), ...(qos > 0 ? [number16(1 + random.int(40))] : []), payload(random));
}

function payload(random: Random): Buffer {
  const text = Buffer.from(random.pick(JSONS));
  if (text.length === 0 || random.int(200) === 0) return random.bytes(random.int(3_000));
  // A byte of a good message changed: still a whole packet, no longer a good message.
  if (random.int(2) === 0) text[random.int(text.length)] = random.int(256);
  return text;
}

/** Bytes that end a connection, or may: noise, cut and changed packets, packets nobody may send. */
export function fatalBytes(random: Random, site: string): Buffer {
  const good = hostilePacket(random, site);
  switch (random.int(7)) {
    case 0:
      return random.bytes(1 + random.int(300));
    case 1:
      return packet(PUBLISH, field(''), Buffer.from('x'));
    case 2:
      return packet(PUBLISH, field('a/#'), Buffer.from('x'));
    case 3:
      return Buffer.concat([Buffer.from([PUBLISH]), lengthOf(70_000 + random.int(200_000_000)), random.bytes(100)]);
    case 4: {
      const changed = Buffer.from(good);
      changed[random.int(Math.min(4, changed.length))] = random.int(256);
      return changed;
    }
    case 5:
      return packet(SUBSCRIBE, number16(7), field(random.pick(NO_FILTERS)), Buffer.from([0]));
    default:
      return connectPacket({ clientId: 'again', username: 'again', password: 'again', clean: true });
  }
}

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type MqttFrame, MqttFrames, packetIdOf, repeated } from './mqtt-frames.ts';

/** What a bad line did to those who used it. */
export interface BadLineCounts {
  connections: number;
  packets: number;
  /** Packets that had to wait. */
  delayed: number;
  /** PUBLISH packets that came twice. */
  doubled: number;
  /** Connections that broke in the middle of a packet. */
  truncated: number;
  /** Connections that swallowed everything for a while and then broke. */
  holes: number;
}

/** A TCP line to an MQTT broker of this machine with bad weather on it. */
export interface BadLine {
  readonly port: number;
  readonly counts: Readonly<BadLineCounts>;
  /** Fine weather from now on: everything passes at once. */
  calm(): void;
  close(): Promise<void>;
}

const DELAY_SHARE = 0.25;
const DELAY_MOST_MS = 60;
const STALL_SHARE = 0.02;
const STALL_MOST_MS = 700;
const DOUBLE_SHARE = 0.2;
const HOLE_SHARE = 0.3;
const HOLE_MOST_MS = 1_200;
/** A connection lives for at most so many packets, both ways together. */
const LIFE_MOST_PACKETS = 70;

interface Weather {
  readonly random: () => number;
  readonly counts: BadLineCounts;
  isCalm: boolean;
}

/**
 * Opens a bad line to `targetPort` on 127.0.0.1. What it does follows from `random` (0..1) and the order of packets: it
 * delays, breaks off inside a packet, swallows and then breaks off, and repeats whole PUBLISH packets of QoS 1 as TCP
 * never does but MQTT allows. The second PUBACK of a repeated packet stays here, so that neither side sees an id it
 * does not wait for.
 */
export async function badLine(targetPort: number, random: () => number): Promise<BadLine> {
  const counts: BadLineCounts = { connections: 0, packets: 0, delayed: 0, doubled: 0, truncated: 0, holes: 0 };
  const weather: Weather = { random, counts, isCalm: false };
  const links = new Set<Link>();
  const server = createServer((near) => {
    const link = new Link(near, connect(targetPort, '127.0.0.1'), weather);
    counts.connections += 1;
    links.add(link);
    near.on('close', () => links.delete(link));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    calm: () => {
      weather.isCalm = true;
    },
    close: async () => {
      for (const link of links) link.break();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One connection, both ways. */
class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #weather: Weather;
  /** Packets left until the end. */
  #life: number;
  #isHole = false;

  constructor(near: Socket, far: Socket, weather: Weather) {
    this.#near = near;
    this.#far = far;
    this.#weather = weather;
    this.#life = Math.floor(weather.random() * LIFE_MOST_PACKETS);
    const [toFar, toNear] = [new Set<number>(), new Set<number>()];
    void this.#carry({ from: near, to: far, repeats: toFar, answers: toNear });
    void this.#carry({ from: far, to: near, repeats: toNear, answers: toFar });
  }

  break(): void {
    this.#near.destroy();
    this.#far.destroy();
  }

  async #carry(way: Way): Promise<void> {
    const frames = new MqttFrames();
    const firstAnswers = new Set<number>();
    way.to.on('error', () => this.break());
    try {
      for await (const chunk of way.from) {
        for (const frame of frames.take(chunk as Buffer)) await this.#pass(frame, way, firstAnswers);
      }
      way.to.end();
    } catch {
      // One side went away in the middle: on this line that is the weather.
      this.break();
    }
  }

  async #pass(frame: MqttFrame, way: Way, firstAnswers: Set<number>): Promise<void> {
    const { counts, isCalm } = this.#weather;
    if (this.#isHole) return;
    if (isExtraAnswer(frame, way.answers, firstAnswers)) return;
    counts.packets += 1;
    if (!isCalm) {
      await this.#delay();
      this.#life -= 1;
      if (this.#life < 0) return this.#end(frame, way.to);
    }
    way.to.write(frame.bytes);
    if (!isCalm) this.#repeat(frame, way);
  }

  async #delay(): Promise<void> {
    const { random, counts } = this.#weather;
    const dice = random();
    if (dice >= DELAY_SHARE) return;
    counts.delayed += 1;
    await pause(random() * (dice < STALL_SHARE ? STALL_MOST_MS : DELAY_MOST_MS));
  }

  #repeat(frame: MqttFrame, { to, repeats }: Way): void {
    const { random, counts } = this.#weather;
    const id = frame.type === 3 ? packetIdOf(frame) : undefined;
    if (id === undefined || repeats.has(id) || random() >= DOUBLE_SHARE) return;
    counts.doubled += 1;
    repeats.add(id);
    to.write(repeated(frame));
  }

  async #end(frame: MqttFrame, to: Socket): Promise<void> {
    const { random, counts } = this.#weather;
    if (this.#isHole) return;
    this.#isHole = true;
    if (random() < HOLE_SHARE) {
      counts.holes += 1;
      await pause(random() * HOLE_MOST_MS);
    } else {
      counts.truncated += 1;
      const length = 1 + Math.floor(random() * (frame.bytes.length - 1));
      await new Promise<void>((resolve) => void to.write(frame.bytes.subarray(0, length), () => resolve()));
    }
    this.break();
  }
}

interface Way {
  readonly from: Socket;
  readonly to: Socket;
  /** Ids of packets this way repeated and that have not been answered twice. */
  readonly repeats: Set<number>;
  /** Those of the other way, whose answers pass here. */
  readonly answers: Set<number>;
}

/** True for the second PUBACK of a packet that this line repeated. */
function isExtraAnswer(frame: MqttFrame, answers: Set<number>, firstAnswers: Set<number>): boolean {
  const id = frame.type === 4 ? packetIdOf(frame) : undefined;
  if (id === undefined || !answers.has(id)) return false;
  if (!firstAnswers.has(id)) {
    firstAnswers.add(id);
    return false;
  }
  firstAnswers.delete(id);
  answers.delete(id);
  return true;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

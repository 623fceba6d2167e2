import type { IClientOptions, MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { backoffMs } from '../backoff.ts';
import type { CancelTimer, Clock } from '../ports/clock.ts';
import type { HubLink, Message } from '../ports/hub-link.ts';

export type MqttConnect = (url: string, options: IClientOptions) => MqttClient;

export interface MqttLinkOptions {
  readonly url: string;
  /** Client id and user name at once: the broker lets nobody take another's session. */
  readonly user: string;
  readonly password: string | undefined;
  /** PEM of the only authority that is trusted for TLS; undefined means the machine's own list. */
  readonly caPem: string | undefined;
  /** Said by the broker when the node falls silent; made anew at each attempt. */
  readonly will: () => Message;
  readonly subscriptions: readonly string[];
  readonly timers: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly connect: MqttConnect;
}

const KEEPALIVE_S = 30;
const CONNECT_TIMEOUT_MS = 15_000;
const STOP_MS = 2_000;
/** A line that lived this long was good: the next wait starts from the beginning. */
const GOOD_AFTER_MS = 30_000;

/**
 * MQTT 3.1.1 with a new client for each attempt: mqtt.js keeps a store of its own that sends again after a reconnect,
 * and what may be sent again is for the spool alone to say.
 */
export class MqttLink implements HubLink {
  readonly #options: MqttLinkOptions;
  readonly #up = new Set<() => void>();
  readonly #down = new Set<() => void>();
  readonly #message = new Set<(topic: string, payload: Buffer) => void>();
  #client: MqttClient | undefined;
  #isUp = false;
  #stopped = false;
  #attempt = 0;
  #upSinceMs = 0;
  #cancel: CancelTimer | undefined;
  #lastError = '';

  constructor(options: MqttLinkOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#client === undefined && !this.#stopped) this.#connect();
  }

  isUp(): boolean {
    return this.#isUp;
  }

  async publish({ topic, payload, qos, retain }: Message): Promise<void> {
    const client = this.#client;
    if (client === undefined || !client.connected) throw new Error('the line to the hub is down');
    await client.publishAsync(topic, payload, { qos, retain });
  }

  onUp(run: () => void): void {
    this.#up.add(run);
  }

  onDown(run: () => void): void {
    this.#down.add(run);
  }

  onMessage(run: (topic: string, payload: Buffer) => void): void {
    this.#message.add(run);
  }

  async stop(lastWords: readonly Message[]): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancel?.();
    const client = this.#client;
    if (client === undefined) return;
    if (this.#isUp) await this.#within(STOP_MS, Promise.allSettled(lastWords.map((words) => this.publish(words))));
    this.#wentDown();
    await this.#within(STOP_MS, client.endAsync());
    client.end(true);
  }

  #connect(): void {
    const { url, user, password, caPem } = this.#options;
    const will = this.#options.will();
    const client = this.#options.connect(url, {
      protocolVersion: 4,
      clientId: user,
      username: user,
      ...(password === undefined ? {} : { password }),
      ...(caPem === undefined ? {} : { ca: caPem }),
      rejectUnauthorized: true,
      clean: true,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      // The cache is a buffer for each of 65,536 numbers: 7 MB for messages of a handful of packet ids.
      writeCache: false,
      will: { topic: will.topic, payload: Buffer.from(will.payload), qos: will.qos, retain: will.retain },
    });
    this.#client = client;
    client.on('connect', () => this.#connected(client));
    client.on('message', (topic, payload) => {
      if (client === this.#client) for (const run of this.#message) run(topic, payload);
    });
    client.on('error', (error) => this.#troubled(error));
    client.on('close', () => this.#closed(client));
  }

  #connected(client: MqttClient): void {
    client.subscribe([...this.#options.subscriptions], { qos: 1 }, (error, granted) => {
      if (client !== this.#client || this.#stopped) return;
      const refused = granted?.find((one) => one.qos >= 128);
      if (error || refused !== undefined) {
        // Without acks nothing is ever delivered: better to try again loudly than to stay half connected.
        this.#troubled(error ?? new Error(`the broker refuses the subscription to ${refused?.topic ?? '?'}`));
        client.end(true);
        return;
      }
      this.#isUp = true;
      this.#lastError = '';
      this.#upSinceMs = this.#options.timers.monotonicMs();
      this.#options.log.info({ url: this.#options.url }, 'connected to the hub');
      for (const run of this.#up) run();
    });
  }

  #troubled(error: Error): void {
    // The same trouble at every attempt is one line in the log, not one a minute.
    if (error.message === this.#lastError) return;
    this.#lastError = error.message;
    this.#options.log.warn({ err: error, url: this.#options.url }, 'trouble on the line to the hub');
  }

  #closed(client: MqttClient): void {
    if (client !== this.#client) return;
    client.removeAllListeners();
    // A late error of a dead client must not end the process.
    client.on('error', () => undefined);
    this.#client = undefined;
    const { timers, random, log } = this.#options;
    if (this.#isUp && timers.monotonicMs() - this.#upSinceMs >= GOOD_AFTER_MS) this.#attempt = 0;
    this.#wentDown();
    if (this.#stopped) return;
    const waitMs = backoffMs(this.#attempt, random());
    this.#attempt += 1;
    log.debug({ waitMs, attempt: this.#attempt }, 'the line to the hub is down');
    this.#cancel = timers.after(waitMs, () => this.#connect());
  }

  #wentDown(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    for (const run of this.#down) run();
  }

  async #within(ms: number, work: Promise<unknown>): Promise<void> {
    let cancel: CancelTimer = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#options.timers.after(ms, resolve);
    });
    await Promise.race([
      work.then(
        () => undefined,
        () => undefined,
      ),
      late,
    ]);
    cancel();
  }
}

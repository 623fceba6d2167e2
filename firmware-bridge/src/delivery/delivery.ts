import { type Ack, ackSchema, type Batch, type ClockTrust } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { backoffMs } from '../backoff.ts';
import { LogGate } from '../log-gate.ts';
import type { CancelTimer, Clock } from '../ports/clock.ts';
import type { HubLink } from '../ports/hub-link.ts';
import type { Spool, SpoolRange } from '../ports/spool.ts';
import { Backlog } from './backlog.ts';
import { halvesOf, newBatch, type OutgoingBatch, sizeOf } from './batch.ts';
import { DrainWindow } from './drain-window.ts';
import { Pace } from './pace.ts';
import { isGuilty, Suspicion } from './suspicion.ts';

export interface DeliveryOptions {
  readonly spool: Spool;
  readonly link: HubLink;
  readonly topic: string;
  readonly timers: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** Records a second of the backlog. */
  readonly drainRecordsPerS: number;
  /** The backlog starts at a random moment within this after the line comes up. */
  readonly drainJitterMs: number;
  /** Ms without an ack after which a batch is sent again. */
  readonly ackTimeoutMs: number;
  /** True while records of this boot should wait for a clock that may still become right. */
  readonly isHeld: () => boolean;
}

/** What happened to batches since the start. */
export interface DeliveryCounts {
  sent: number;
  resent: number;
  acked: number;
  ackedRecords: number;
  strayAcks: number;
  bisected: number;
  quarantined: number;
}

const WINDOW = 8;
/** Places of the window that the backlog leaves to live records. */
const LIVE_PLACES = 2;
const BATCH_RECORDS = 200;

/** Sends what the spool holds and deletes it on the hub's word, and on nothing else. */
export class Delivery {
  readonly counts: DeliveryCounts = { sent: 0, resent: 0, acked: 0, ackedRecords: 0, strayAcks: 0, bisected: 0, quarantined: 0 };
  readonly #options: DeliveryOptions;
  readonly #backlog: Backlog;
  readonly #pace: Pace;
  readonly #drainWindow = new DrainWindow(WINDOW - LIVE_PLACES);
  readonly #suspicion = new Suspicion();
  readonly #gate = new LogGate();
  #batches: OutgoingBatch[] = [];
  #drainFromMs = 0;
  #cancel: CancelTimer | undefined;
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.spool);
    this.#pace = new Pace(options.drainRecordsPerS, BATCH_RECORDS, options.timers.monotonicMs());
    options.spool.protect(() => this.#batches);
    options.spool.onCommit(() => this.pump());
    options.link.onUp(() => this.#lineUp());
    options.link.onDown(() => this.#lineDown());
  }

  /** Takes an ack from the line. One that names no batch sent by this process is counted and ignored. */
  receive(payload: string): void {
    const ack = parseAck(payload);
    if (ack === undefined) {
      this.counts.strayAcks += 1;
      const suppressed = this.#gate.pass(this.#options.timers.monotonicMs());
      if (suppressed !== undefined) this.#options.log.warn({ code: 'KW_PAYLOAD_INVALID', suppressed }, 'an ack does not fit the contract');
      return;
    }
    const batch = this.#batches.find((one) => one.tries > 0 && one.boot === ack.boot && one.to === ack.upTo + 1);
    if (batch === undefined || (ack.seq0 !== undefined && ack.seq0 !== batch.from)) this.counts.strayAcks += 1;
    else this.#acked(batch, ack);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Sends what may be sent now and plans the next look. */
  pump(): void {
    if (this.#stopped || !this.#options.link.isUp()) return;
    this.#cancel?.();
    const nowMs = this.#options.timers.monotonicMs();
    this.#expire(nowMs);
    this.#resend(nowMs, false);
    this.#sendNew(nowMs);
    // Suspected batches go last, so that they never hold up the others.
    this.#resend(nowMs, true);
    this.#plan(nowMs);
  }

  #lineUp(): void {
    this.#drainFromMs = this.#options.timers.monotonicMs() + this.#options.random() * this.#options.drainJitterMs;
    this.#drainWindow.reset();
    this.#backlog.lineUp();
    this.#suspicion.lineUp(this.#options.timers.monotonicMs());
    for (const batch of this.#batches) batch.dueMs = 0;
    this.pump();
  }

  #lineDown(): void {
    this.#cancel?.();
    const flying = this.#batches.filter((batch) => batch.inFlight);
    this.#suspicion.lineDown(flying, this.counts.acked, this.#options.timers.monotonicMs());
    for (const batch of this.#batches) batch.inFlight = false;
    this.#condemn();
  }

  #acked(batch: OutgoingBatch, ack: Ack): void {
    this.#batches = this.#batches.filter((one) => one !== batch);
    if (batch.lane === 'backlog' && batch.inFlight) this.#drainWindow.acked(this.#options.timers.monotonicMs() - batch.sentMs);
    this.counts.acked += 1;
    this.counts.ackedRecords += sizeOf(batch);
    this.counts.quarantined += ack.rejected?.length ?? 0;
    this.#suspicion.acked(this.#batches);
    this.#options.spool.acknowledge(batch, ack.rejected ?? []);
    this.pump();
  }

  /** Batches without an answer in time fly no longer; each silent failure among answered ones is a strike. */
  #expire(nowMs: number): void {
    for (const batch of this.#batches) {
      if (!batch.inFlight || batch.dueMs > nowMs) continue;
      batch.inFlight = false;
      if (batch.lane === 'backlog') this.#drainWindow.late();
      this.#suspicion.silent(batch, this.counts.acked);
    }
    this.#condemn();
  }

  #condemn(): void {
    for (const batch of this.#batches.filter((one) => isGuilty(one))) {
      const at = this.#batches.indexOf(batch);
      if (sizeOf(batch) > 1) {
        this.#batches.splice(at, 1, ...halvesOf(batch));
        this.counts.bisected += 1;
      } else {
        this.#batches.splice(at, 1);
        this.counts.quarantined += 1;
        this.#options.spool.acknowledge(batch, [{ seq: batch.from, code: 'KW_RECORD_INVALID' }]);
      }
    }
  }

  #resend(nowMs: number, suspected: boolean): void {
    const waiting = this.#batches.filter((batch) => !batch.inFlight && batch.dueMs <= nowMs && batch.strikes > 0 === suspected);
    waiting.sort((a, b) => a.strikes - b.strikes);
    for (const batch of waiting) {
      if (this.#flying() >= this.#window()) return;
      this.#send(batch, nowMs);
    }
  }

  #sendNew(nowMs: number): void {
    if (this.#options.isHeld()) return;
    while (this.#hasPlace(0)) if (!this.#take(this.#backlog.nextLive(), 'live', nowMs)) break;
    if (nowMs < this.#drainFromMs) return;
    while (this.#hasDrainPlace() && this.#pace.ready(nowMs)) if (!this.#take(this.#backlog.nextOld(), 'backlog', nowMs)) break;
  }

  /** True when one more batch may fly and `spare` places stay free; suspected batches that wait take no place. */
  #hasPlace(spare: number): boolean {
    const places = Math.max(1, this.#window() - spare);
    const good = this.#batches.filter((batch) => batch.strikes === 0 || batch.inFlight).length;
    return good < places && this.#flying() < this.#window();
  }

  #hasDrainPlace(): boolean {
    const flying = this.#batches.filter((batch) => batch.lane === 'backlog' && batch.inFlight).length;
    return flying < this.#drainWindow.places && this.#hasPlace(LIVE_PLACES);
  }

  #take(range: SpoolRange | undefined, lane: OutgoingBatch['lane'], nowMs: number): boolean {
    if (range === undefined) return false;
    const batch = newBatch(range, lane);
    if (lane === 'backlog') this.#pace.take(sizeOf(range));
    this.#batches.push(batch);
    this.#send(batch, nowMs);
    return true;
  }

  #send(batch: OutgoingBatch, nowMs: number): void {
    const payload = this.#payloadOf(batch);
    if (payload === undefined) {
      // Given up or set aside meanwhile: nothing of it is left to deliver.
      this.#batches = this.#batches.filter((one) => one !== batch);
      return;
    }
    const { link, topic, ackTimeoutMs, random } = this.#options;
    batch.inFlight = true;
    batch.sentMs = nowMs;
    batch.dueMs = nowMs + ackTimeoutMs + (batch.tries === 0 ? 0 : backoffMs(batch.tries - 1, random()));
    batch.tries += 1;
    batch.acksAtSend = this.counts.acked;
    this.counts.sent += 1;
    if (batch.tries > 1) this.counts.resent += 1;
    // A failure here is the line going down: `onDown` puts the batch back, and the spool still has it.
    link.publish({ topic, payload, qos: 1, retain: false }).catch(() => undefined);
  }

  #payloadOf(batch: OutgoingBatch): string | undefined {
    const spooled = this.#options.spool.read(batch, { records: sizeOf(batch), bytes: Number.POSITIVE_INFINITY });
    const first = spooled[0];
    if (first === undefined || first.seq !== batch.from || spooled.length !== sizeOf(batch)) return undefined;
    const clock: ClockTrust = first.clock;
    const message: Batch = { boot: batch.boot, seq0: batch.from, clock, records: spooled.map((one) => one.record) };
    return JSON.stringify(message);
  }

  #plan(nowMs: number): void {
    const waits = this.#batches.map((batch) => batch.dueMs - nowMs);
    if (this.#backlog.hasOld()) waits.push(Math.max(this.#drainFromMs - nowMs, this.#pace.waitMs(nowMs)));
    if (this.#options.isHeld()) waits.push(1_000);
    const next = waits.filter((ms) => ms > 0).sort((a, b) => a - b)[0];
    if (next !== undefined) this.#cancel = this.#options.timers.after(next, () => this.pump());
  }

  #flying(): number {
    return this.#batches.filter((batch) => batch.inFlight).length;
  }

  #window(): number {
    return this.#suspicion.probing ? 1 : WINDOW;
  }
}

function parseAck(payload: string): Ack | undefined {
  try {
    return ackSchema.parse(JSON.parse(payload));
  } catch {
    // The caller counts and logs it.
    return undefined;
  }
}

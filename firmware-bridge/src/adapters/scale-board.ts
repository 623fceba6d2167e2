import type { BoardDriver } from '../config/driver-schema.ts';
import type { OpenSerial } from '../ports/serial.ts';
import type { ReadingEvent, ReadingSource, SourceContext } from '../ports/sources.ts';
import { type BoardFrame, parseBoardFrame } from './board-frame.ts';
import { BoardTime } from './board-time.ts';
import { FaultLatch } from './fault-latch.ts';
import { LineSplitter } from './line-splitter.ts';
import { NoiseWatch } from './noise-watch.ts';
import { SerialLine } from './serial-line.ts';

const BAUD = 115_200;
/** Frames are at most 80 bytes (docs/serial-protocol.md). */
const LINE_MAX = 96;
/** A board with dead amplifiers still sends a line a second. */
const SILENT_MS = 5_000;
const ASK_AGAIN_MS = 2_000;
const SEQ_TURN = 65_536;
/** More lost samples than this in one go means that the board or the line was away. */
const SEQ_LOST_MAX = 10_000;

type Emit = (event: ReadingEvent) => void;

interface Member {
  readonly channels: readonly number[];
  readonly emit: Emit;
}

/** What was counted on the line of a board since the start. */
export interface BoardCounts {
  samples: number;
  corrupt: number;
  lost: number;
  opened: number;
}

/** One scale board and its line. Several scales may share a board, each with its own amplifiers. */
export class ScaleBoard {
  readonly counts: BoardCounts = { samples: 0, corrupt: 0, lost: 0, opened: 0 };
  readonly #driver: BoardDriver;
  readonly #line: SerialLine;
  readonly #splitter = new LineSplitter(LINE_MAX);
  readonly #time = new BoardTime();
  readonly #noise = new NoiseWatch();
  readonly #members = new Set<Member>();
  readonly #faults = new FaultLatch(
    () => this.#now(),
    (event) => this.#emit(event),
  );
  #context: SourceContext | undefined;
  #lastSeq: number | undefined;
  #identified = false;
  #skipFirst = false;
  #cancelAsk: (() => void) | undefined;

  constructor(driver: BoardDriver, open: OpenSerial) {
    this.#driver = driver;
    this.#line = new SerialLine({
      path: driver.path,
      settings: { baud: BAUD, format: '8N1' },
      open,
      silentMs: SILENT_MS,
      onData: (bytes) => this.#splitter.push(bytes, (line) => this.#take(line)),
      onOpen: () => this.#opened(),
      onTrouble: ({ code, message }) => this.#faults.only(code, message),
    });
  }

  /** The source of a scale that has these amplifiers (1..4) of the board. */
  source(channels: readonly number[]): ReadingSource {
    let member: Member | undefined;
    return {
      start: (context, emit) => {
        member = { channels, emit };
        this.#members.add(member);
        if (this.#context === undefined) {
          this.#context = context;
          this.#line.start(context);
        }
      },
      stop: async () => {
        if (member !== undefined) this.#members.delete(member);
        if (this.#members.size > 0) return;
        this.#cancelAsk?.();
        await this.#line.stop();
      },
    };
  }

  #now(): number {
    return this.#context?.nowMs() ?? 0;
  }

  #emit(event: ReadingEvent): void {
    for (const member of this.#members) member.emit(event);
  }

  #opened(): void {
    this.counts.opened += 1;
    this.#splitter.reset();
    this.#time.reset();
    this.#lastSeq = undefined;
    this.#identified = false;
    this.#ask();
  }

  /** Asks who is there until it answers; then sets the gain. The first line of a fresh board may be lost with its boot. */
  #ask(): void {
    this.#cancelAsk?.();
    if (this.#identified) return;
    this.#line.write('I\n');
    this.#cancelAsk = this.#context?.after(ASK_AGAIN_MS, () => this.#ask());
  }

  #take(line: string | undefined): void {
    const frame = line === undefined ? undefined : parseBoardFrame(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (frame === undefined) return this.#corrupt();
    this.#faults.clear('KW_SERIAL_OPEN', 'KW_SERIAL_GONE', 'KW_SERIAL_SILENT', 'KW_NATIVE_MISSING');
    if (this.#noise.good(this.#now())) this.#faults.clear('KW_LINE_CORRUPT');
    if (frame.type === 'sample') this.#sample(frame);
    else if (frame.type === 'identity') this.#identity(frame);
    else if (frame.type === 'event')
      this.#context?.log.warn({ path: this.#driver.path, code: frame.code, channel: frame.channel }, 'board event');
    else if (frame.letter === 'G' && frame.ok) this.#skipFirst = true;
  }

  #corrupt(): void {
    // The first line after an opening is usually cut in half; a gap in seq tells what a later damaged line carried.
    if (this.#lastSeq === undefined) return;
    this.counts.corrupt += 1;
    const { path } = this.#driver;
    if (this.#noise.damaged(this.#now()))
      this.#faults.raise('KW_LINE_CORRUPT', `${path}: ${this.counts.corrupt} damaged lines since the start`);
  }

  #sample(frame: Extract<BoardFrame, { type: 'sample' }>): void {
    const atMs = this.#time.stamp(frame.ms, this.#now());
    if (this.#lastSeq !== undefined) {
      const lost = (frame.seq - this.#lastSeq - 1 + SEQ_TURN) % SEQ_TURN;
      if (lost > 0 && lost <= SEQ_LOST_MAX) {
        this.counts.lost += lost;
        this.#emit({ type: 'gap', atMs, lost, reason: 'sequence' });
      } else if (lost > 0) this.#emit({ type: 'gap', atMs, lost: 0, reason: 'sequence' });
    }
    this.#lastSeq = frame.seq;
    if (this.#skipFirst) {
      // Converted with the old gain (HX711 datasheet: a new gain holds from the next conversion on).
      this.#skipFirst = false;
      return;
    }
    this.counts.samples += 1;
    for (const { channels, emit } of this.#members) emit({ type: 'counts', atMs, raw: channels.map((channel) => frame.raw[channel - 1]) });
  }

  #identity(frame: Extract<BoardFrame, { type: 'identity' }>): void {
    // Also at a reset of the board: its sequence and clock begin again.
    if (this.#identified) this.#emit({ type: 'gap', atMs: this.#now(), lost: 0, reason: 'sequence' });
    this.#lastSeq = undefined;
    this.#time.reset();
    this.#identified = true;
    this.#cancelAsk?.();
    this.#emit({ type: 'identity', firmware: `${frame.name} ${frame.version} ${frame.boardId}`.slice(0, 64) });
    const needed = Math.max(...[...this.#members].flatMap((member) => member.channels));
    if (needed > frame.channels) this.#line.write(`N,${needed}\n`);
    if (frame.gain !== this.#driver.gain) this.#line.write(`G,${this.#driver.gain}\n`);
  }
}

import { KwError } from '@kringwijzer/contract';
import { backoffMs } from '../../backoff.ts';
import type { CancelTimer } from '../../ports/clock.ts';
import type { OpenSerial, SerialDuplex } from '../../ports/serial.ts';
import type { SourceContext, SourceFault, SourceGap, SourceIdentity } from '../../ports/sources.ts';
import { closeSerial } from '../close-serial.ts';
import { FaultLatch } from '../fault-latch.ts';
import { type JohnnyBoard, joinJohnnyBoard } from './johnny-board.ts';

/** Never half a period of the mains or a multiple of it (docs/serial-protocol.md); firmata-io makes 10 of anything below 10, which is the worst of all. */
const SAMPLING_MS = 11;
const READY_MS = 8_000;
const PING_MS = 2_000;
const SILENT_MS = 7_000;
/** Analog reports come each few ms: without them the board has forgotten what it was told. */
const ANALOG_SILENT_MS = 3_000;

export type BoardNews = SourceFault | SourceGap | SourceIdentity;

/** One sensor on the board. */
export interface BoardMember {
  /** Tells the board what it wants; called at each opening. */
  readonly attach: (board: JohnnyBoard, heard: () => void) => void;
  readonly news: (event: BoardNews) => void;
  readonly usesAnalog: boolean;
}

export interface ToolBoardOptions {
  readonly path: string;
  readonly baud: number;
  readonly open: OpenSerial;
}

/** A Firmata board and the sensors on it; it comes back by itself. */
export class ToolBoard {
  readonly #options: ToolBoardOptions;
  readonly #members = new Set<BoardMember>();
  readonly #faults = new FaultLatch(
    () => this.#context?.nowMs() ?? 0,
    (event) => this.#tell(event),
  );
  #context: SourceContext | undefined;
  #line: SerialDuplex | undefined;
  #board: JohnnyBoard | undefined;
  #heardMs = 0;
  #analogMs = 0;
  #attempt = 0;
  #cancels: CancelTimer[] = [];
  #stopped = false;

  constructor(options: ToolBoardOptions) {
    this.#options = options;
  }

  /** Adds a sensor; the first one opens the board. */
  add(member: BoardMember, context: SourceContext): void {
    this.#members.add(member);
    if (this.#board !== undefined) this.#attach(member, this.#board);
    if (this.#context !== undefined) return;
    this.#context = context;
    void this.#open(context);
  }

  /** Takes a sensor away; the last one closes the board. */
  remove(member: BoardMember): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    this.#stopped = true;
    this.#close();
  }

  async #open(context: SourceContext): Promise<void> {
    const { path, baud, open } = this.#options;
    try {
      const line = await open(path, { baud, format: '8N1' });
      if (this.#stopped) return void closeSerial(line);
      this.#join(line, context);
    } catch (error) {
      this.#lost(error instanceof KwError ? error : new KwError('KW_SERIAL_OPEN', { path, reason: String(error) }));
    }
  }

  #join(line: SerialDuplex, context: SourceContext): void {
    const gone = (): void => {
      if (line === this.#line) this.#lost(new KwError('KW_TOOL_BOARD_GONE', { path: this.#options.path }));
    };
    this.#line = line;
    this.#heardMs = context.nowMs();
    line.on('data', () => {
      this.#heardMs = context.nowMs();
    });
    line.on('close', gone);
    line.on('error', gone);
    this.#cancels.push(context.after(READY_MS, () => (this.#board === undefined ? gone() : undefined)));
    joinJohnnyBoard({
      transport: line,
      samplingMs: SAMPLING_MS,
      onReady: (board) => {
        if (line === this.#line) this.#ready(board, context, gone);
      },
      onRestart: gone,
      onError: gone,
    });
  }

  #ready(board: JohnnyBoard, context: SourceContext, gone: () => void): void {
    this.#board = board;
    this.#attempt = 0;
    this.#analogMs = context.nowMs();
    this.#faults.clear();
    for (const member of this.#members) this.#attach(member, board);
    const watch = (): void => {
      board.ping();
      const nowMs = context.nowMs();
      const usesAnalog = [...this.#members].some((member) => member.usesAnalog);
      if (nowMs - this.#heardMs > SILENT_MS || (usesAnalog && nowMs - this.#analogMs > ANALOG_SILENT_MS)) gone();
    };
    this.#cancels.push(context.every(PING_MS, watch));
  }

  #attach(member: BoardMember, board: JohnnyBoard): void {
    member.news({ type: 'identity', firmware: board.firmware });
    member.attach(board, () => {
      this.#analogMs = this.#context?.nowMs() ?? 0;
    });
  }

  #lost({ code, message }: KwError): void {
    if (this.#stopped || this.#context === undefined) return;
    this.#close();
    this.#faults.only(code, message);
    const context = this.#context;
    this.#cancels.push(context.after(backoffMs(this.#attempt, 0.5), () => void this.#open(context)));
    this.#attempt += 1;
  }

  #close(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
    const line = this.#line;
    this.#line = undefined;
    this.#board = undefined;
    if (line === undefined) return;
    // Late errors of a dead line, and words johnny-five still has for it, are of no interest any more.
    line.on('error', () => undefined);
    void closeSerial(line);
  }

  #tell(event: BoardNews): void {
    for (const member of this.#members) member.news(event);
  }
}

import { Duplex } from 'node:stream';

/** Bytes kept for a host that does not read; a serial line has no flow control, so older bytes are dropped beyond this. */
const MAX_UNREAD_BYTES = 65_536;

/** Bytes taken from the host before its writes wait. */
const MAX_UNSENT_BYTES = 4096;

/** The host end of the serial line as a stream: `write` goes to the chip at the baud rate of the firmware, `data` comes from it. */
export class UartDuplex extends Duplex {
  readonly #onInput: () => void;
  #toChip: number[] = [];
  #next = 0;
  #waiting: (() => void) | undefined;
  #fromChip: number[] = [];
  /** Bytes dropped because the host did not read. */
  droppedBytes = 0;

  /** `onInput` is called when bytes for the chip have come. */
  constructor(onInput: () => void) {
    super({ readableHighWaterMark: MAX_UNREAD_BYTES });
    this.#onInput = onInput;
  }

  /** The next byte for the chip, or undefined. */
  takeByte(): number | undefined {
    const byte = this.#toChip[this.#next];
    if (byte === undefined) return undefined;
    this.#next += 1;
    if (this.#next === this.#toChip.length) this.#drained();
    return byte;
  }

  /** Takes a byte from the chip; it is passed on by `flush`. */
  giveByte(byte: number): void {
    this.#fromChip.push(byte);
  }

  /** Passes on what the chip sent since the last call, as one chunk. */
  flush(): void {
    if (this.#fromChip.length === 0) return;
    const chunk = Buffer.from(this.#fromChip);
    this.#fromChip = [];
    if (this.destroyed) return;
    if (this.readableLength + chunk.length > MAX_UNREAD_BYTES) this.droppedBytes += chunk.length;
    else this.push(chunk);
  }

  override _read(): void {
    // Bytes come when the chip sends them.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const byte of chunk) this.#toChip.push(byte);
    if (this.#toChip.length - this.#next < MAX_UNSENT_BYTES) done();
    else this.#waiting = done;
    this.#onInput();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#drained();
    done(error);
  }

  #drained(): void {
    this.#toChip = [];
    this.#next = 0;
    const done = this.#waiting;
    this.#waiting = undefined;
    done?.();
  }
}

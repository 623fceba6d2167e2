/** Cuts a byte stream into lines. A line longer than `maxBytes` is dropped whole: noise must never fill memory. */
export class LineSplitter {
  readonly #maxBytes: number;
  readonly #end: number;
  #line = '';
  #tooLong = false;

  /** `end` is the byte that ends a line, 10 (line feed) when absent; bytes become latin-1 characters, one for one. */
  constructor(maxBytes: number, end = 0x0a) {
    this.#maxBytes = maxBytes;
    this.#end = end;
  }

  /** Forgets an unfinished line, for instance of a line that was opened again. */
  reset(): void {
    this.#line = '';
    this.#tooLong = false;
  }

  /** Calls `take` for each finished line without its end, and with undefined for one that was too long. */
  push(bytes: Uint8Array, take: (line: string | undefined) => void): void {
    for (const byte of bytes) {
      if (byte === this.#end) {
        take(this.#tooLong ? undefined : this.#line);
        this.reset();
      } else if (this.#line.length >= this.#maxBytes) this.#tooLong = true;
      else this.#line += String.fromCharCode(byte);
    }
  }
}

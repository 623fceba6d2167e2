import { Duplex } from 'node:stream';

const EOP = 0x20;
const IN_SYNC = 0x14;
const OK = 0x10;
const SIGNATURE = [0x1e, 0x95, 0x0f];
const LEAVE = 0x51;
const PROGRAM_PAGE = 0x64;
/** Bytes of a command without its end, by its first byte; the rest are one byte long. Source: AVR061, STK500 protocol. */
const LENGTHS: Readonly<Record<number, number>> = { 0x41: 2, 0x42: 21, 0x45: 5, 0x55: 3, 0x56: 5, 0x74: 4 };

/** The Arduino bootloader of a fresh ATmega328P on a line, for tests: keeps what is programmed, and after it the board itself has the line. */
export class Stk500Line extends Duplex {
  readonly flash = new Uint8Array(32_768).fill(0xff);
  readonly #board: () => Duplex;
  #behind: Duplex | undefined;
  #said: Buffer = Buffer.alloc(0);
  #address = 0;

  /** `board` is started when the bootloader is left. */
  constructor(board: () => Duplex) {
    super();
    this.#board = board;
  }

  override _read(): void {
    // Answers are pushed when they are there.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#behind === undefined) this.#take(Buffer.concat([this.#said, bytes]));
    else this.#behind.write(bytes);
    done();
  }

  #take(said: Buffer): void {
    let left = said;
    for (let length = lengthOf(left); length !== undefined && left.length > length; length = lengthOf(left)) {
      const command = left.subarray(0, length);
      // Out of step: a byte goes, as the bootloader waits for the next try.
      const inStep = left[length] === EOP;
      left = left.subarray(inStep ? length + 1 : 1);
      if (inStep) this.push(Buffer.from([IN_SYNC, ...this.#answer(command), OK]));
    }
    this.#said = left;
  }

  #answer(command: Buffer): number[] {
    switch (command[0]) {
      case 0x41:
      case 0x56:
        return [0];
      case 0x55:
        this.#address = command.readUInt16LE(1) * 2;
        return [];
      case PROGRAM_PAGE:
        this.flash.set(command.subarray(4), this.#address);
        return [];
      case 0x74:
        return [...this.flash.subarray(this.#address, this.#address + command.readUInt16BE(1))];
      case 0x75:
        return SIGNATURE;
      case LEAVE:
        setImmediate(() => this.#leave());
        return [];
      default:
        return [];
    }
  }

  #leave(): void {
    this.#behind = this.#board();
    this.#behind.on('data', (bytes: Buffer) => this.push(bytes));
  }
}

function lengthOf(said: Buffer): number | undefined {
  const [first] = said;
  if (first === undefined) return undefined;
  if (first !== PROGRAM_PAGE) return LENGTHS[first] ?? 1;
  return said.length < 4 ? undefined : 4 + said.readUInt16BE(1);
}

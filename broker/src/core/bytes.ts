/** Grows by doubling; whole numbers as little-endian base 128, signed ones zigzag. */
export class ByteWriter {
  private bytes: Uint8Array;
  private view: DataView;
  private used = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.used] = value;
    this.used += 1;
  }

  varint(value: number): void {
    this.room(9);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.used] = (rest % 128) | 128;
      this.used += 1;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.used] = rest;
    this.used += 1;
  }

  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  double(value: number): void {
    this.room(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  private room(need: number): void {
    if (this.used + need <= this.bytes.length) return;
    const wider = new Uint8Array(this.bytes.length * 2 + need);
    wider.set(this.bytes);
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
  }
}

/** No byte: behind the last one. */
const END = 1_024;

/** Reads what a ByteWriter wrote. Throws RangeError where the bytes end too early. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private next = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    const value = this.bytes[this.next];
    if (value === undefined) throw new RangeError('bytes that end too early');
    this.next += 1;
    return value;
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    let factor = 128;
    do {
      byte = this.byte();
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte >= 128 && factor < 2 ** 63);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Fills `into` with the running sums of as many signed numbers: most of the time of a scan is spent here, so nothing is called. */
  runningSums(into: Float64Array): void {
    const { bytes } = this;
    let { next } = this;
    let sum = 0;
    for (let i = 0; i < into.length; i += 1) {
      let byte = bytes[next] ?? END;
      next += 1;
      let value = byte & 127;
      for (let factor = 128; byte >= 128 && byte !== END; factor *= 128) {
        byte = bytes[next] ?? END;
        next += 1;
        value += (byte & 127) * factor;
      }
      if (byte === END) throw new RangeError('bytes that end too early');
      if (value < 2 ** 31) sum += (value >>> 1) ^ -(value & 1);
      else sum += value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      into[i] = sum;
    }
    this.next = next;
  }

  double(): number {
    if (this.next + 8 > this.bytes.length) throw new RangeError('bytes that end too early');
    const value = this.view.getFloat64(this.next, true);
    this.next += 8;
    return value;
  }
}

import { createServer, type Server, type Socket } from 'node:net';
import type { VolatileDisk } from './volatile-disk.ts';

/** Numbers of the protocol. Source: doc/proto.md of the Network Block Device project. */
const HAVE_OPTION = Buffer.from('IHAVEOPT');
const OPTION_REPLY = 0x0003e889045565a9n;
const OPTIONS = { abort: 2, info: 6, go: 7 } as const;
const REPLIES = { ack: 1, info: 3, unsupported: 0x8000_0001 } as const;
const COMMANDS = { read: 0, write: 1, disconnect: 2, flush: 3 } as const;
const REQUEST_MAGIC = 0x25609513;
const ANSWER_MAGIC = 0x67446698;
const REQUEST_BYTES = 28;
const FORCE_UNIT_ACCESS = 1;
/** Has flags, takes flushes, takes writes that must be on the medium at once. */
const ABILITIES = 0x01 | 0x04 | 0x08;
const INVALID = 22;

/** Serves a disk to one QEMU after another at a Unix socket. */
export async function serveDisk(disk: VolatileDisk, path: string): Promise<Server> {
  const server = createServer((socket) => new Session(disk, socket));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  return server;
}

/** One connection: greeting, options, then requests. Each step takes its bytes from the front of what has come. */
class Session {
  readonly #disk: VolatileDisk;
  readonly #socket: Socket;
  #come: Buffer = Buffer.alloc(0);
  #step: () => boolean = () => this.#flags();

  constructor(disk: VolatileDisk, socket: Socket) {
    this.#disk = disk;
    this.#socket = socket;
    socket.on('error', () => undefined); // a killed QEMU hangs up in the middle of anything
    socket.on('data', (bytes: Buffer) => {
      this.#come = this.#come.length === 0 ? bytes : Buffer.concat([this.#come, bytes]);
      while (!socket.destroyed && this.#step());
    });
    socket.write(Buffer.concat([Buffer.from('NBDMAGIC'), HAVE_OPTION, Buffer.from([0, 3])]));
  }

  #take(count: number): Buffer {
    const taken = this.#come.subarray(0, count);
    this.#come = this.#come.subarray(count);
    return taken;
  }

  #flags(): boolean {
    if (this.#come.length < 4) return false;
    this.#take(4);
    this.#step = () => this.#option();
    return true;
  }

  #option(): boolean {
    if (this.#come.length < 16) return false;
    const length = this.#come.readUInt32BE(12);
    if (this.#come.length < 16 + length) return false;
    const option = this.#take(16 + length).readUInt32BE(8);
    if (option === OPTIONS.go || option === OPTIONS.info) this.#describe(option);
    else this.#replyTo(option, option === OPTIONS.abort ? REPLIES.ack : REPLIES.unsupported);
    if (option === OPTIONS.abort) this.#socket.end();
    if (option === OPTIONS.go) this.#step = () => this.#request();
    return true;
  }

  #describe(option: number): void {
    const about = Buffer.alloc(12);
    about.writeBigUInt64BE(BigInt(this.#disk.sizeBytes), 2);
    about.writeUInt16BE(ABILITIES, 10);
    this.#replyTo(option, REPLIES.info, about);
    this.#replyTo(option, REPLIES.ack);
  }

  #replyTo(option: number, type: number, data: Buffer = Buffer.alloc(0)): void {
    const head = Buffer.alloc(20);
    head.writeBigUInt64BE(OPTION_REPLY, 0);
    head.writeUInt32BE(option, 8);
    head.writeUInt32BE(type, 12);
    head.writeUInt32BE(data.length, 16);
    this.#socket.write(Buffer.concat([head, data]));
  }

  #request(): boolean {
    if (this.#come.length < REQUEST_BYTES) return false;
    const type = this.#come.readUInt16BE(6);
    const length = this.#come.readUInt32BE(24);
    const bytes = REQUEST_BYTES + (type === COMMANDS.write ? length : 0);
    if (this.#come.length < bytes) return false;
    const request = this.#take(bytes);
    if (request.readUInt32BE(0) !== REQUEST_MAGIC || type === COMMANDS.disconnect) this.#socket.destroy();
    else this.#perform(type, length, request);
    return true;
  }

  #perform(type: number, length: number, request: Buffer): void {
    const offset = Number(request.readBigUInt64BE(16));
    const handle = request.subarray(8, 16);
    if (type === COMMANDS.read) return this.#answer(handle, 0, this.#disk.read(offset, length));
    if (type === COMMANDS.write) this.#disk.write(offset, request.subarray(REQUEST_BYTES));
    else if (type !== COMMANDS.flush) return this.#answer(handle, INVALID);
    if (type === COMMANDS.flush || (request.readUInt16BE(4) & FORCE_UNIT_ACCESS) !== 0) this.#disk.flush();
    this.#answer(handle, 0);
  }

  #answer(handle: Buffer, error: number, data: Buffer = Buffer.alloc(0)): void {
    const head = Buffer.alloc(16);
    head.writeUInt32BE(ANSWER_MAGIC, 0);
    head.writeUInt32BE(error, 4);
    handle.copy(head, 8);
    this.#socket.write(Buffer.concat([head, data]));
  }
}

import { read } from 'node:fs';
import { promisify } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import type { SerialPort } from 'serialport';
import type { OpenSerial, SerialSettings } from '../ports/serial.ts';

const fsRead = promisify(read);

/** What serialport's Linux binding (bindings-cpp 13.0.0) keeps inside; other systems do not have it. */
interface PollingPort {
  readonly fd: number | null;
  readonly isOpen: boolean;
  readonly poller: {
    once: (event: 'readable', done: (error?: Error | null) => void) => void;
    poll: (events: number) => void;
    stop: () => void;
  };
  read: (buffer: Buffer, offset: number, length: number) => Promise<{ bytesRead: number; buffer: Buffer }>;
  write: (buffer: Buffer) => Promise<void>;
  close: () => Promise<void>;
}

const isPolling = (port: object): port is PollingPort => 'fd' in port && 'poller' in port && 'read' in port;

const AGAIN = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);
const GONE = new Set(['EIO', 'EBADF', 'ENXIO', 'ENODEV']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

const closed = (): Error => Object.assign(new Error('Port is not open'), { canceled: true });

/**
 * A read that takes 0 bytes for a hang-up. The binding calls itself again on 0 bytes, and after a hang-up read() gives 0
 * for ever: no close event, a busy core and growing memory (serialport/bindings-cpp issue 162). VMIN is 1, so 0 never means
 * "nothing yet".
 */
async function readOrHangUp(port: PollingPort, buffer: Buffer, offset: number, length: number): Promise<number> {
  for (;;) {
    if (!port.isOpen || port.fd === null) throw closed();
    try {
      const { bytesRead } = await fsRead(port.fd, buffer, offset, length, null);
      if (bytesRead > 0) return bytesRead;
      throw Object.assign(new Error('the line was hung up'), { disconnect: true });
    } catch (error) {
      if (GONE.has(codeOf(error))) throw Object.assign(new Error('the port is gone', { cause: error }), { disconnect: true });
      if (!AGAIN.has(codeOf(error))) throw error;
      await readable(port);
    }
  }
}

const readable = ({ poller }: PollingPort): Promise<void> =>
  new Promise((resolve, reject) => {
    poller.once('readable', (failed) => (failed ? reject(failed) : resolve()));
  });

/**
 * Makes closing safe while a read or a write is under way. A close destroys the native poller and gives the file number
 * back; a read that then finds nothing would poll what is no longer there (a segmentation fault), or read from whoever has
 * the number next. So nothing polls once closing has begun, and the number is given back when the last call has ended.
 */
function closeAfterCalls(port: PollingPort): void {
  const { read, write, close } = port;
  const poll = port.poller.poll.bind(port.poller);
  const underWay = new Set<Promise<unknown>>();
  let closing = false;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  };
  port.poller.poll = (events) => {
    if (closing) throw closed();
    poll(events);
  };
  port.read = (buffer, offset, length) => counted(read.call(port, buffer, offset, length));
  port.write = (buffer) => counted(write.call(port, buffer));
  port.close = async () => {
    closing = true;
    if (port.isOpen) port.poller.stop();
    await Promise.allSettled(underWay);
    await close.call(port);
  };
}

type Serial = typeof SerialPort;
/** The options of all systems' bindings at once: a common part is all we use. */
type BindingOptions = Parameters<Serial['binding']['open']>[0];
type OpenOptions = ConstructorParameters<Serial>[0];

const safeBinding = ({ binding }: Serial) => ({
  ...binding,
  open: async (options: BindingOptions) => {
    const port = await (binding.open as (options: BindingOptions) => Promise<object>)(options);
    if (isPolling(port)) {
      const polling: PollingPort = port;
      polling.read = async (buffer, offset, length) => ({ bytesRead: await readOrHangUp(polling, buffer, offset, length), buffer });
      closeAfterCalls(polling);
    }
    return port;
  },
});

const PARITY = { N: 'none', E: 'even', O: 'odd' } as const;

function optionsOf(serial: Serial, path: string, { baud, format }: SerialSettings): OpenOptions {
  const [bits, parity, stop] = format as unknown as [string, 'N' | 'E' | 'O', string];
  return {
    binding: safeBinding(serial),
    path,
    baudRate: baud,
    dataBits: bits === '7' ? 7 : 8,
    parity: PARITY[parity],
    stopBits: stop === '2' ? 2 : 1,
    // A board may be reset by our closing the port; it must not be by the kernel's own.
    hupcl: false,
    lock: true,
    autoOpen: false,
  } as OpenOptions;
}

/** Opens a serial port that notices a hang-up. Rejects with KW_SERIAL_OPEN, and KW_NATIVE_MISSING when serialport does not load. */
export const openSerialPort: OpenSerial = async (path, settings) => {
  const serial = await loadSerial();
  const port = new serial(optionsOf(serial, path, settings));
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (error) reject(new KwError('KW_SERIAL_OPEN', { path, reason: error.message }, { cause: error }));
      else resolve();
    });
  });
  return port;
};

/** serialport is loaded when the first line is opened: a node without one does without its 8 MB. */
async function loadSerial(): Promise<Serial> {
  try {
    return (await import('serialport')).SerialPort;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KwError('KW_NATIVE_MISSING', { module: 'serialport', reason }, { cause: error });
  }
}

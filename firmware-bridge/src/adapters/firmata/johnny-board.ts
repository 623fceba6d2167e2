import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';

/** The few parts of johnny-five and firmata-io that are used; neither has types of its own. */
interface FirmataIo {
  readonly firmware: { readonly name?: string; readonly version?: { readonly major: number; readonly minor: number } };
  readonly MODES: { readonly PULLUP: number };
  queryFirmware(done: () => void): void;
  on(event: 'string', take: (text: string) => void): void;
  on(event: 'error', take: (error: Error) => void): void;
  on(event: 'reportversion', take: () => void): void;
  once(event: 'ready', take: () => void): void;
}

interface FiveBoard {
  on(event: 'ready', take: () => void): void;
  on(event: 'error', take: (error: Error) => void): void;
  analogRead(channel: number, take: (counts: number) => void): void;
  digitalRead(pin: number, take: (level: number) => void): void;
  pinMode(pin: number, mode: number): void;
}

interface Libraries {
  readonly Board: new (options: object) => FiveBoard;
  readonly Firmata: new (transport: Duplex, options: object) => FirmataIo;
}

const require = createRequire(import.meta.url);
let loaded: Libraries | undefined;

/** johnny-five is loaded when the first tool board is opened: it costs a node without tools 20 MB of memory. */
function libraries(): Libraries {
  loaded ??= {
    Board: require('johnny-five/lib/board') as Libraries['Board'],
    Firmata: (require('firmata-io') as Pick<Libraries, 'Firmata'>).Firmata,
  };
  return loaded;
}

/** A board that answered. */
export interface JohnnyBoard {
  readonly firmware: string;
  /** Converter counts 0..1023 of analog channel 0..7, one call a sampling interval. */
  readonly onAnalog: (channel: number, take: (counts: number) => void) => void;
  /** Level of a digital pin with its pull-up on; a call at each change and one at the start. */
  readonly onDigital: (pin: number, take: (high: boolean) => void) => void;
  /** Asks for a sign of life; the answer is bytes on the transport. */
  readonly ping: () => void;
}

export interface JohnnyOptions {
  readonly transport: Duplex;
  /** Ms between analog reports. */
  readonly samplingMs: number;
  readonly onReady: (board: JohnnyBoard) => void;
  /** The board began again by itself: everything it was told is forgotten. */
  readonly onRestart: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * Joins johnny-five to an open line. Its own port handling, prompt, signal handler and console output are all off. A board
 * cannot be joined again after its line closed: each opening makes a new one.
 */
export function joinJohnnyBoard({ transport, samplingMs, onReady, onRestart, onError }: JohnnyOptions): void {
  const { Board, Firmata } = libraries();
  const io = new Firmata(transport, { reportVersionTimeout: 300, samplingInterval: samplingMs });
  let ready = false;
  io.on('error', onError);
  io.on('string', (text) => {
    if (ready && text.replaceAll('\0', '').includes('WATCHDOG')) onRestart();
  });
  io.on('reportversion', () => {
    // After a reset the board greets again; nobody asked.
    if (ready) onRestart();
  });
  // johnny-five waits for the line to open, and ours is open already; of an io that is ready it asks nothing more.
  io.once('ready', () => {
    const board = new Board({ io, repl: false, debug: false, sigint: false });
    board.on('error', onError);
    board.on('ready', () => {
      ready = true;
      onReady(wrap(io, board));
    });
  });
}

function wrap(io: FirmataIo, board: FiveBoard): JohnnyBoard {
  const { name = 'firmata', version } = io.firmware;
  return {
    firmware: `${name.replace(/\.ino$/u, '')} ${version?.major ?? 0}.${version?.minor ?? 0}`.slice(0, 64),
    onAnalog: (channel, take) => board.analogRead(channel, take),
    onDigital: (pin, take) => {
      board.pinMode(pin, io.MODES.PULLUP);
      board.digitalRead(pin, (level) => take(level === 1));
    },
    ping: () => io.queryFirmware(() => undefined),
  };
}

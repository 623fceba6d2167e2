import { KwError } from '@kringwijzer/contract';
import { backoffMs } from '../backoff.ts';
import type { CancelTimer } from '../ports/clock.ts';
import type { OpenSerial, SerialDuplex, SerialSettings } from '../ports/serial.ts';
import type { SourceContext } from '../ports/sources.ts';
import { closeSerial } from './close-serial.ts';

export interface SerialLineOptions {
  readonly path: string;
  readonly settings: SerialSettings;
  readonly open: OpenSerial;
  /** A line that sends nothing for this long is closed and opened again. */
  readonly silentMs: number;
  /** Bytes of one read. */
  readonly onData: (bytes: Buffer) => void;
  /** The line is open: what came before belongs to another opening. */
  readonly onOpen: () => void;
  readonly onTrouble: (trouble: KwError) => void;
}

const CLOSE_MS = 1_000;
/** Bytes that may wait in a line whose other side takes nothing; more are dropped with the line. */
const WRITE_MAX = 4_096;

/** A serial line that comes back: watchdog for silence, back-off, and a new port at each opening. */
export class SerialLine {
  readonly #options: SerialLineOptions;
  #context: SourceContext | undefined;
  #port: SerialDuplex | undefined;
  #watchdog: CancelTimer | undefined;
  #retry: CancelTimer | undefined;
  #attempt = 0;
  #heardMs = 0;
  #stopped = false;

  constructor(options: SerialLineOptions) {
    this.#options = options;
  }

  start(context: SourceContext): void {
    this.#context = context;
    void this.#open(context);
  }

  /** Sends text; dropped while the line is closed, because it would reach another state of the board. False when dropped. */
  write(text: string): boolean {
    const port = this.#port;
    if (port === undefined || port.writableLength > WRITE_MAX) return false;
    port.write(text, 'latin1');
    return true;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#retry?.();
    await this.#close();
  }

  async #open(context: SourceContext): Promise<void> {
    try {
      const port = await this.#options.open(this.#options.path, this.#options.settings);
      if (this.#stopped) {
        await closeSerial(port);
        return;
      }
      this.#opened(port, context);
    } catch (error) {
      if (this.#stopped) return;
      const trouble = error instanceof KwError ? error : new KwError('KW_SERIAL_OPEN', { path: this.#options.path, reason: String(error) });
      this.#troubled(trouble, context);
    }
  }

  #opened(port: SerialDuplex, context: SourceContext): void {
    this.#port = port;
    this.#heardMs = context.nowMs();
    const { path, silentMs } = this.#options;
    port.on('data', (bytes: Buffer) => {
      if (port !== this.#port) return;
      this.#heardMs = context.nowMs();
      this.#attempt = 0;
      this.#options.onData(bytes);
    });
    port.on('error', () => this.#lost(port, context));
    port.on('close', () => this.#lost(port, context));
    this.#watchdog = context.every(Math.max(250, silentMs / 4), () => {
      if (context.nowMs() - this.#heardMs < silentMs) return;
      void this.#close();
      this.#troubled(new KwError('KW_SERIAL_SILENT', { path, seconds: Math.round(silentMs / 1_000) }), context);
    });
    this.#options.onOpen();
  }

  #lost(port: SerialDuplex, context: SourceContext): void {
    if (port !== this.#port) return;
    void this.#close();
    if (!this.#stopped) this.#troubled(new KwError('KW_SERIAL_GONE', { path: this.#options.path }), context);
  }

  #troubled(trouble: KwError, context: SourceContext): void {
    this.#options.onTrouble(trouble);
    const waitMs = backoffMs(this.#attempt, 0.5);
    this.#attempt += 1;
    this.#retry?.();
    this.#retry = context.after(waitMs, () => void this.#open(context));
  }

  /** Lets go of the port; resolves when it is closed or does not answer. */
  async #close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    this.#watchdog?.();
    if (port === undefined || this.#context === undefined) return;
    // Its last bytes and errors belong to a line that is gone.
    port.removeAllListeners('data');
    port.on('error', () => undefined);
    port.resume();
    await closed(port, this.#context);
  }
}

function closed(port: SerialDuplex, context: SourceContext): Promise<void> {
  return new Promise((resolve) => {
    const cancel = context.after(CLOSE_MS, resolve);
    void closeSerial(port).then(() => {
      cancel();
      resolve();
    });
  });
}

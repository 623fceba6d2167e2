import { type Command, type CommandResult, commandSchema, PAYLOAD_MAX_BYTES } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { CommandAnswer } from '../devices/device.ts';
import { LogGate } from '../log-gate.ts';

export interface CommandDeskOptions {
  readonly log: Logger;
  /** Wall clock in ms; undefined while it is not trusted: then lateness cannot be judged. */
  readonly wallMs: () => number | undefined;
  /** Does the command; false when the device is not there or does not know it. */
  readonly perform: (command: Command) => boolean;
  readonly reply: (result: CommandResult) => void;
}

/** Answers kept to be given again when a command is delivered twice. */
const REMEMBERED = 100;

/** Takes commands from the line: each id is done once, late ones not at all, and every one is answered. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #gate = new LogGate();
  readonly #results = new Map<string, CommandResult | undefined>();
  invalid = 0;

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  receive(payload: Buffer): void {
    const command = payload.length > PAYLOAD_MAX_BYTES ? undefined : parseCommand(payload);
    if (command === undefined) {
      this.invalid += 1;
      const suppressed = this.#gate.pass(performance.now());
      if (suppressed !== undefined)
        this.#options.log.warn({ code: 'KW_PAYLOAD_INVALID', suppressed }, 'a command does not fit the contract');
      return;
    }
    if (this.#results.has(command.id)) return this.#again(command.id);
    this.#remember(command.id);
    const now = this.#options.wallMs();
    if (now !== undefined && now > command.expiresAt) this.answer({ id: command.id, ok: false, code: 'KW_COMMAND_EXPIRED' });
    else if (!this.#options.perform(command)) this.answer({ id: command.id, ok: false, code: 'KW_COMMAND_UNKNOWN' });
  }

  /** Gives the answer of a core, a device or the node itself. */
  answer({ id, ok, code, data }: CommandAnswer): void {
    const result: CommandResult = { id, ok, ...(code === undefined ? {} : { code }), ...(data === undefined ? {} : { data: { ...data } }) };
    if (this.#results.has(id)) this.#results.set(id, result);
    this.#options.log.info({ id, ok, code }, 'command answered');
    this.#options.reply(result);
  }

  #again(id: string): void {
    const result = this.#results.get(id);
    if (result !== undefined) this.#options.reply(result);
  }

  #remember(id: string): void {
    this.#results.set(id, undefined);
    const [oldest] = this.#results.keys();
    if (this.#results.size > REMEMBERED && oldest !== undefined) this.#results.delete(oldest);
  }
}

function parseCommand(payload: Buffer): Command | undefined {
  try {
    return commandSchema.parse(JSON.parse(payload.toString('utf8')));
  } catch {
    // The caller counts and logs it.
    return undefined;
  }
}

import { setMaxListeners } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { confirm, intro, isCancel, note, outro, select, text } from '@clack/prompts';
import { KwError } from '@kringwijzer/contract';

/** A question with a free answer. */
export interface TextQuestion {
  readonly message: string;
  readonly initial?: string;
  /** The complaint about an answer, or undefined when it will do. */
  readonly check: (answer: string) => string | undefined;
}

/** Asks a person. Every question rejects with KW_USAGE when the person stops the wizard. */
export interface Prompter {
  readonly begin: (title: string) => void;
  readonly tell: (title: string, lines: string) => void;
  readonly end: (message: string) => void;
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly choose: <Value extends string>(
    message: string,
    options: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[],
  ) => Promise<Value>;
  readonly yes: (message: string, initial: boolean) => Promise<boolean>;
}

export interface PrompterStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Asks in a terminal. */
export function terminalPrompter(streams: PrompterStreams): Prompter {
  // Every question listens to it for good: @clack/prompts 1.9.0 takes no listener away.
  setMaxListeners(0, streams.signal);
  return {
    begin: (title) => intro(title, streams),
    tell: (title, lines) => note(lines, title, streams),
    end: (message) => outro(message, streams),
    text: async ({ message, initial, check }) =>
      answered(
        await text({
          ...streams,
          message,
          ...(initial !== undefined && { initialValue: initial }),
          validate: (value) => check(value ?? ''),
        }),
      ),
    choose: async (message, options) =>
      answered(
        await select<string>({ ...streams, message, options: options.map((option) => ({ ...option })) }),
      ) as (typeof options)[number]['value'],
    yes: async (message, initial) => answered(await confirm({ ...streams, message, initialValue: initial })),
  };
}

function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (isCancel(answer)) throw new KwError('KW_USAGE', { reason: 'setup was stopped; nothing was written' });
  return answer as Exclude<Value, symbol>;
}

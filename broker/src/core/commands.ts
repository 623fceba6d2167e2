import { type Command, type CommandResult, commandSchema, KwError, topicOf } from '@kringwijzer/contract';
import { z } from 'zod';

/** A command as a person asks for it. */
export interface CommandAsked {
  readonly node: string;
  readonly device: string;
  readonly name: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  readonly by: string;
}

export interface Commands {
  /** Sends a command and waits for the node's answer. Throws KW_REQUEST_INVALID, KW_COMMAND_TIMEOUT or KW_RATE_LIMITED. */
  send(asked: CommandAsked): Promise<CommandResult>;
  /** Takes in an answer; one nobody waits for is ignored. */
  settle(node: string, result: CommandResult): void;
}

export interface CommandsDeps {
  readonly site: string;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly publish: (topic: string, payload: string) => void;
  /** Calls back after the time; returns a function that takes the call back. */
  readonly after: (ms: number, call: () => void) => () => void;
}

const MAX_PENDING = 100;
const WAIT_MS = 10_000;
/** Commands that take longer than a moment: a tool is listened to for 20 s in each phase, and its sensor may have to be found first. */
const LONG_WAIT_MS: Readonly<Partial<Record<string, number>>> = { learn_tool: 45_000 };

/** Commands on their way to nodes. */
export function createCommands(deps: CommandsDeps): Commands {
  const pending = new Map<string, { readonly node: string; readonly settle: (result: CommandResult) => void }>();
  return {
    send: (asked) => {
      const waitMs = LONG_WAIT_MS[asked.name] ?? WAIT_MS;
      const command = commandOf(deps, asked, waitMs);
      if (pending.size >= MAX_PENDING) return Promise.reject(new KwError('KW_RATE_LIMITED', { waitS: Math.ceil(waitMs / 1_000) }));
      return new Promise((resolve, reject) => {
        const cancel = deps.after(waitMs, () => {
          pending.delete(command.id);
          reject(new KwError('KW_COMMAND_TIMEOUT', { node: asked.node }));
        });
        const settle = (result: CommandResult): void => {
          cancel();
          pending.delete(command.id);
          resolve(result);
        };
        pending.set(command.id, { node: asked.node, settle });
        deps.publish(topicOf({ type: 'cmd', site: deps.site, node: asked.node }), JSON.stringify(command));
      });
    },
    settle: (node, result) => {
      const waiting = pending.get(result.id);
      // Only the node that was asked may answer.
      if (waiting?.node === node) waiting.settle(result);
    },
  };
}

function commandOf(deps: CommandsDeps, { device, name, args, by }: CommandAsked, waitMs: number): Command {
  const envelope = { id: deps.newId(), expiresAt: deps.nowMs() + waitMs };
  const parsed = commandSchema.safeParse({ ...envelope, name, args: { ...args, device, by } });
  if (parsed.success) return parsed.data;
  throw new KwError('KW_REQUEST_INVALID', { reason: z.prettifyError(parsed.error) });
}

import { errorMessage, isKwError, KwError } from '@kringwijzer/contract';
import type { VerbEntry, VerbIo } from './verb.ts';
import { VERSION } from './version.ts';

const HELP_WORDS: readonly string[] = ['--help', '-h'];
const VERSION_WORDS: readonly string[] = ['--version', '-v'];

/** Codes that mean the person has to change the command or the configuration: exit 2. */
const USAGE_CODES: readonly string[] = ['KW_USAGE', 'KW_CONFIG_INVALID', 'KW_CONFIG_UNREADABLE', 'KW_NODE_VERSION', 'KW_NOT_BUILT'];

/** Runs one command line and resolves to its exit code: 0 ok, 1 failure, 2 usage or configuration. Prints expected errors as one line. */
export async function runCli(verbs: readonly VerbEntry[], args: readonly string[], io: VerbIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) return fail(io, overview(verbs), 2);
  if (VERSION_WORDS.includes(name)) return print(io, VERSION);
  if (HELP_WORDS.includes(name)) return print(io, overview(verbs));
  const verb = verbs.find((known) => known.name === name);
  if (verb === undefined) return fail(io, errorMessage('KW_USAGE', { reason: `there is no verb ${name}` }), 2);
  return runVerb(verb, rest, io);
}

async function runVerb(entry: VerbEntry, args: readonly string[], io: VerbIo): Promise<number> {
  try {
    const verb = await entry.load().catch(explainNative);
    if (args.some((word) => HELP_WORDS.includes(word))) return print(io, `kringwijzer ${entry.name} ${verb.help}`);
    return await verb.run(args, io);
  } catch (error) {
    if (!isKwError(error)) throw error;
    return fail(io, error.message, USAGE_CODES.includes(error.code) ? 2 : 1);
  }
}

/** A native module that was built for another machine or not at all fails to load with one of these. */
function explainNative(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  const isNative = code === 'ERR_DLOPEN_FAILED' || message.includes('.node') || message.includes('bindings file');
  if (!isNative) throw error;
  throw new KwError(
    'KW_NATIVE_MISSING',
    { module: /[\w@/-]+\.node/u.exec(message)?.[0] ?? 'one of them', reason: message.split('\n', 1)[0] },
    { cause: error },
  );
}

function overview(verbs: readonly VerbEntry[]): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length));
  const lines = verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`);
  return `Usage: kringwijzer <verb> [options]\n\n${lines.join('\n')}\n\nkringwijzer <verb> --help tells the options of one verb.`;
}

function print(io: VerbIo, text: string): number {
  io.out(text);
  return 0;
}

function fail(io: VerbIo, text: string, code: number): number {
  io.err(text);
  return code;
}

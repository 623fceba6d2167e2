import { type ParseArgsConfig, parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';

/** Flags and positionals of a verb. Throws KW_USAGE with the reason for anything not declared. */
export function parseOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    throw new KwError('KW_USAGE', { reason: (error as Error).message.replace(/\.$/u, '') }, { cause: error });
  }
}

/** A whole number of a flag within its range, or undefined when the flag is absent. Throws KW_USAGE. */
export function numberOption(
  name: string,
  text: string | undefined,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < range.min || value > range.max) {
    throw new KwError('KW_USAGE', { reason: `--${name} takes a number from ${range.min} to ${range.max}, not ${text}` });
  }
  return value;
}

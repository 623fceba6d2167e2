import { KwError } from '@kringwijzer/contract';

/** What `parse` (a call of node:util parseArgs) returns. Throws KW_USAGE with the reason for anything not declared. */
export function readOptions<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    throw new KwError('KW_USAGE', { reason: (error as Error).message.replace(/\.$/u, '') }, { cause: error });
  }
}

/** The number of a flag within its range, or undefined when the flag is absent. Throws KW_USAGE. */
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

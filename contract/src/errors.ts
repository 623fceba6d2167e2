import { ERRORS, type ErrorCode, type ErrorInfo } from './error-table.ts';

export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** An expected failure with a code of the table; programmer mistakes stay TypeError and RangeError. Match on `code`. */
export class KwError extends Error {
  override readonly name = 'KwError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { readonly cause?: unknown }) {
    super(errorMessage(code, details), options);
    this.code = code;
    this.details = details;
  }
}

/** The message of a code with its `{name}` places filled from the details, the code in front and the cure behind. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  const info = ERRORS[code];
  return `${code}: ${fill(info.message, details)} ${fill(info.cure, details)}`;
}

/** What the table says of a code. */
export const errorInfo = (code: ErrorCode): ErrorInfo => ERRORS[code];

/** True when the value is a KwError, with the given code when one is given. */
export function isKwError(value: unknown, code?: ErrorCode): value is KwError {
  return value instanceof KwError && (code === undefined || value.code === code);
}

const fill = (template: string, details: ErrorDetails): string =>
  template.replaceAll(/\{(\w+)\}/gu, (whole, key: string) => (details[key] === undefined ? whole : String(details[key])));

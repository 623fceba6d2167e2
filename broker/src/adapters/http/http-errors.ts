import { type ApiError, errorInfo, isKwError, KwError } from '@kringwijzer/contract';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

const CODE_AND_SPACE = /^KW_[A-Z0-9_]+: /u;

/** What a browser is told of an error: a code and a sentence of the table, never anything from inside. */
export function apiErrorOf(error: KwError): { readonly status: number; readonly body: ApiError } {
  const { status, retryable } = errorInfo(error.code);
  return { status, body: { code: error.code, message: error.message.replace(CODE_AND_SPACE, ''), retryable } };
}

/** The error of the table behind whatever a route threw; undefined for surprises, which are logged and answered KW_INTERNAL. */
export function knownErrorOf(error: unknown): KwError | undefined {
  if (isKwError(error)) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    return new KwError('KW_REQUEST_INVALID', { reason: `${issue?.instancePath ?? ''} ${issue?.message ?? ''}`.trim() });
  }
  return error instanceof Error ? knownFailureOf(error) : undefined;
}

function knownFailureOf(error: Error): KwError | undefined {
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new KwError('KW_PAYLOAD_TOO_LARGE', { bytes: 'more', limit: 'this route' });
  if (error.name === 'SqliteError') return new KwError('KW_STORE_UNAVAILABLE', { reason: code }, { cause: error });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new KwError('KW_REQUEST_INVALID', { reason: error.message });
  return undefined;
}

/** The answer to a surprise: an id that is also in the log. */
export const internalError = (id: string): KwError => new KwError('KW_INTERNAL', { id });

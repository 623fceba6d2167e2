import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode } from './error-table.ts';
import { errorInfo, errorMessage, isKwError, KwError } from './errors.ts';

const codes = Object.keys(ERRORS) as ErrorCode[];

describe('errors', () => {
  it.each(codes)('%s says what happened and what to do, in whole sentences', (code) => {
    const { message, cure, status } = errorInfo(code);
    expect(code).toMatch(/^KW_[A-Z0-9_]+$/u);
    expect(message).toMatch(/^[A-Z{].*\.$/u);
    expect(cure).toMatch(/^[A-Z{].*\.$/u);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('fills the details into the message and leaves what is not given', () => {
    expect(errorMessage('KW_PORT_TAKEN', { port: 1883 })).toBe(
      'KW_PORT_TAKEN: Port 1883 on {host} is in use. Stop the program that uses it or choose another port.',
    );
    expect(errorMessage('KW_FORBIDDEN')).toContain('{role}');
  });

  it('is known by its code, whatever its text', () => {
    const cause = new Error('ENOSPC');
    const error = new KwError('KW_SPOOL_DISK', { reason: 'ENOSPC' }, { cause });
    expect(error.cause).toBe(cause);
    expect(isKwError(error)).toBe(true);
    expect(isKwError(error, 'KW_SPOOL_DISK')).toBe(true);
    expect(isKwError(error, 'KW_SPOOL_FULL')).toBe(false);
    expect(isKwError(new Error('KW_SPOOL_DISK'))).toBe(false);
  });
});

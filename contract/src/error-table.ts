import { ACCESS_ERRORS } from './access-errors.ts';
import { DEVICE_ERRORS } from './device-errors.ts';
import type { ErrorInfo } from './error-info.ts';
import { MONITORING_ERRORS } from './monitoring-errors.ts';
import { NOTIFY_ERRORS } from './notify-errors.ts';
import { STAFF_ERRORS } from './staff-errors.ts';
import { START_ERRORS } from './start-errors.ts';
import { STORE_ERRORS } from './store-errors.ts';

export type { ErrorInfo } from './error-info.ts';

/** Every error a person can meet. docs/errors.md is made from this table by `npm run docs`. */
export const ERRORS = {
  ...START_ERRORS,
  ...ACCESS_ERRORS,
  ...STORE_ERRORS,
  ...DEVICE_ERRORS,
  ...MONITORING_ERRORS,
  ...NOTIFY_ERRORS,
  ...STAFF_ERRORS,
} as const satisfies Readonly<Record<string, ErrorInfo>>;

export type ErrorCode = keyof typeof ERRORS;

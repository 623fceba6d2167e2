/** One line of the table of errors. */
export interface ErrorInfo {
  /** What happened; `{name}` is filled from the details. */
  readonly message: string;
  /** What the person can do about it. */
  readonly cure: string;
  /** HTTP status when it reaches a browser. */
  readonly status: number;
  /** True when the same call may succeed later without a change. */
  readonly retryable: boolean;
}

/** A line of the table: status, whether it may succeed later, what happened and what to do. */
export const errorOf = (status: number, retryable: boolean, message: string, cure: string): ErrorInfo => ({
  message,
  cure,
  status,
  retryable,
});

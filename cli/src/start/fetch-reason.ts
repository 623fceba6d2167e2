/** Why a request failed, in the words of what lies beneath: fetch itself only says that it failed. */
export function fetchReason(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

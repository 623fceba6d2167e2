import { type ErrorCode, KwError } from '@kringwijzer/contract';

/** Codes for a place that may take it later, and for one that never will. */
interface PostCodes {
  readonly later: ErrorCode;
  readonly never: ErrorCode;
}

interface Post {
  readonly url: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly codes: PostCodes;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 15_000;
/** Answers of 4xx that may be different later: request timeout, too early, too many requests (RFC 9110, 6585, 8470). */
const LATER: readonly number[] = [408, 425, 429];

/** Posts and waits for an answer of 2xx. Redirects are not followed: a signed message goes where its owner said and nowhere else. */
export async function postTo({ url, body, headers, codes, signal }: Post): Promise<void> {
  const { host } = new URL(url);
  const answer = await reach(url, { body, headers, signal }).catch((error: unknown) => {
    throw new KwError(codes.later, { host, reason: reasonOf(error) }, { cause: error });
  });
  // The rest of the answer is of no interest; unread it would hold the connection.
  await answer.body?.cancel();
  if (answer.ok) return;
  const isNever = answer.status >= 400 && answer.status < 500 && !LATER.includes(answer.status);
  throw new KwError(isNever ? codes.never : codes.later, { host, reason: `it answered ${answer.status}` });
}

function reach(url: string, { body, headers, signal }: Pick<Post, 'body' | 'headers' | 'signal'>): Promise<Response> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: until });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause as NodeJS.ErrnoException).code ?? (cause instanceof Error ? cause.message : String(cause));
}

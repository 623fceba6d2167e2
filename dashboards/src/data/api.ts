import type { ApiError } from '@kringwijzer/contract';

/** A call that did not do what was asked. `code` is one of the table of errors, or `NETWORK` when the hub did not answer. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;

  constructor(error: ApiError, status: number) {
    super(error.message);
    this.code = error.code;
    this.status = status;
    this.retryable = error.retryable;
  }
}

/** Code of a call that found no hub. */
export const NETWORK_CODE = 'NETWORK';

const TIMEOUT_MS = 15_000;
const BASE = '/api/v1';
const CSRF_HEADER = 'x-kw-csrf';

let csrf = '';

/** Keeps the token that changing calls must carry; it comes with the session. */
export function setCsrf(token: string): void {
  csrf = token;
}

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Reads from the hub. Throws ApiFailure. */
export const apiGet = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, undefined, signal ? { signal } : {});

/** Asks the hub to do something. Throws ApiFailure. */
export const apiPost = <T>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> => call<T>('POST', path, body, options);

/** Sends a file as it is. Throws ApiFailure. */
export const apiSendFile = <T>(path: string, file: Blob, options: CallOptions = {}): Promise<T> => call<T>('POST', path, file, options);

async function call<T>(method: string, path: string, body: unknown, { signal, timeoutMs = TIMEOUT_MS }: CallOptions): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: body === undefined ? { accept: 'application/json' } : { 'content-type': typeOf(body), [CSRF_HEADER]: csrf },
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  };
  if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
  const response = await reach(`${BASE}${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new ApiFailure(errorOf(text, response.status), response.status);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Files are sent as bytes, whatever they are called: the hub looks at what is in them. */
const typeOf = (body: unknown): string => (body instanceof Blob ? 'application/octet-stream' : 'application/json');

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted === true && init.signal.reason !== undefined && (init.signal.reason as Error).name === 'AbortError') throw cause;
    throw new ApiFailure({ code: NETWORK_CODE, message: 'The hub did not answer.', retryable: true }, 0);
  }
}

function errorOf(text: string, status: number): ApiError {
  try {
    const parsed = JSON.parse(text) as Partial<ApiError>;
    if (typeof parsed.code === 'string') return { code: parsed.code, message: parsed.message ?? '', retryable: parsed.retryable ?? false };
  } catch {
    // A proxy in between answers in HTML: its status is all there is to know.
  }
  return { code: `HTTP_${status}`, message: text.slice(0, 200), retryable: status >= 500 };
}

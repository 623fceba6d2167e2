import { KwError } from '@kringwijzer/contract';
import type { FastifyRequest } from 'fastify';
import { createKeyedLimit } from '../../core/token-bucket.ts';

const ORDINARY = { perSecond: 100, burst: 400 } as const;
// Scrypt and codes: what is dear to us or dear to guess.
const COSTLY = { perSecond: 2, burst: 20 } as const;
const COSTLY_PATHS: readonly string[] = ['/api/v1/sign-in', '/api/v1/invites/accept', '/api/v1/kiosk/session', '/api/v1/enrol'];
const MAX_ADDRESSES = 10_000;

/** A limit of requests per address. Returns the error of a request that is too much, or undefined. */
export function createRateLimit({ nowMs }: { readonly nowMs: () => number }): (request: FastifyRequest) => KwError | undefined {
  const costly = createKeyedLimit(COSTLY, MAX_ADDRESSES);
  const ordinary = createKeyedLimit(ORDINARY, MAX_ADDRESSES);
  return (request) => {
    const limit = COSTLY_PATHS.includes(request.url.split('?', 1)[0] ?? '') ? costly : ordinary;
    const waitMs = limit(request.ip, nowMs());
    return waitMs > 0 ? new KwError('KW_RATE_LIMITED', { waitS: Math.ceil(waitMs / 1_000) }) : undefined;
  };
}

import { KwError } from '@kringwijzer/contract';
import type { FastifyRequest } from 'fastify';
import { type Bucket, takeToken } from '../../core/token-bucket.ts';

const ORDINARY = { perSecond: 100, burst: 400 } as const;
// Scrypt and codes: what is dear to us or dear to guess.
const COSTLY = { perSecond: 2, burst: 20 } as const;
const COSTLY_PATHS: readonly string[] = ['/api/v1/sign-in', '/api/v1/invites/accept', '/api/v1/kiosk/session', '/api/v1/enrol'];
const MAX_ADDRESSES = 10_000;

/** A limit of requests per address. Returns the error of a request that is too much, or undefined. */
export function createRateLimit({ nowMs }: { readonly nowMs: () => number }): (request: FastifyRequest) => KwError | undefined {
  const buckets = new Map<string, Bucket>();
  return (request) => {
    const costly = COSTLY_PATHS.includes(request.url.split('?', 1)[0] ?? '');
    const key = `${costly ? 'costly' : 'ordinary'}/${request.ip}`;
    const { waitMs, ...bucket } = takeToken(buckets.get(key), costly ? COSTLY : ORDINARY, nowMs());
    // A refused request costs nothing, or a stubborn client would never come in again.
    if (waitMs > 0) return new KwError('KW_RATE_LIMITED', { waitS: Math.ceil(waitMs / 1_000) });
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value ?? '');
    return undefined;
  };
}

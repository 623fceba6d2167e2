import { createHmac, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../ports/secrets.ts';

// N = 2^15, r = 8, p = 1: 34 MB and about 0.1 s each on a small computer (RFC 7914; OWASP password storage).
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const MAX_PARALLEL = 2;
const MAX_WAITING = 64;
// Crockford's base 32: no I, L, O or U, so a code survives being read aloud.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Secrets made by node:crypto. `key` is the site key: without it, digests from a stolen database are useless. */
export function createNodeSecrets(key: Buffer): Secrets {
  const gate = createGate(MAX_PARALLEL, MAX_WAITING);
  return {
    random: () => randomBytes(16).toString('base64url'),
    code: () => [group(), group(), group()].join('-'),
    digest: (secret) => createHmac('sha256', key).update(secret, 'utf8').digest('base64url'),
    same: (left, right) => left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right)),
    hashPassword: (password) =>
      gate(async () => {
        const salt = randomBytes(16);
        return [
          'scrypt',
          COST.N,
          COST.r,
          COST.p,
          salt.toString('base64url'),
          (await derive(password, salt, COST)).toString('base64url'),
        ].join('$');
      }),
    verifyPassword: (password, hash) => gate(() => verify(password, hash)),
  };
}

const group = (): string => Array.from({ length: 4 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');

async function verify(password: string, hash: string): Promise<boolean> {
  const [scheme, n, r, p, salt, expected] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || expected === undefined) return false;
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { ...COST, N: Number(n), r: Number(r), p: Number(p) });
  const wanted = Buffer.from(expected, 'base64url');
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}

const derive = (password: string, salt: Buffer, cost: { N: number; r: number; p: number; maxmem: number }): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, cost, (error, derived) => (error ? reject(error) : resolve(derived)));
  });

/** Runs at most `parallel` tasks at once, keeps at most `waiting` more and refuses the rest. */
function createGate(parallel: number, waiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= parallel) {
      if (queue.length >= waiting) throw new RangeError('too many passwords to check at once');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

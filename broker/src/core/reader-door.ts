import { KwError } from '@kringwijzer/contract';
import type { Machines } from './machines.ts';
import type { Session } from './people.ts';
import { createKeyedLimit } from './token-bucket.ts';

/** A dashboard of thirty panels may load at once; a script in a loop is slowed down. */
const OF_A_READER = { perSecond: 10, burst: 100 } as const;
/** Tokens cannot be guessed, but trying should cost time all the same. */
const OF_A_STRANGER = { perSecond: 1, burst: 20 } as const;
const MAX_KEYS = 10_000;

/** Lets the holder of a read token in for one request. Throws KW_TOKEN_INVALID, or KW_RATE_LIMITED for too many requests. */
export type ReaderDoor = (token: string, from: string) => Session;

/** The door for programs that read figures: Grafana, a script of the council. `from` is the caller's address. */
export function createReaderDoor({
  machines,
  nowMs,
}: {
  readonly machines: Pick<Machines, 'readerOf'>;
  readonly nowMs: () => number;
}): ReaderDoor {
  const readers = createKeyedLimit(OF_A_READER, MAX_KEYS);
  const strangers = createKeyedLimit(OF_A_STRANGER, MAX_KEYS);
  return (token, from) => {
    const name = machines.readerOf(token);
    const waitMs = name === undefined ? strangers(from, nowMs()) : readers(name, nowMs());
    if (waitMs > 0) throw new KwError('KW_RATE_LIMITED', { waitS: Math.ceil(waitMs / 1_000) });
    if (name === undefined) throw new KwError('KW_TOKEN_INVALID');
    return { name, role: 'reader', csrf: '' };
  };
}

import { createRequire } from 'node:module';

/** Version of this package, as status and meta tell it. */
export const NODE_VERSION: string = String((createRequire(import.meta.url)('../package.json') as { version: unknown }).version);

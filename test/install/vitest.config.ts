import { defineConfig } from 'vitest/config';

const conditions = ['source'];

/** `npm run test:install`: it boots a whole Debian, so it is no part of `npm test`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // One guest at a time: each wants a processor of its own.
  test: { name: 'install', fileParallelism: false, include: ['test/install/*.test.ts'], testTimeout: 10_000, hookTimeout: 2_700_000 },
});

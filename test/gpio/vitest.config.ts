import { defineConfig } from 'vitest/config';

const conditions = ['source'];

/** `npm run test:gpio`: it needs QEMU and a kernel of Debian, so it is no part of `npm test`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { name: 'gpio', include: ['test/gpio/*.test.ts'], testTimeout: 10_000, hookTimeout: 1_200_000 },
});

import { defineConfig } from 'vitest/config';

const conditions = ['source'];
const resolve = { conditions };
const ssr = { resolve: { conditions } };

/** Real browsers, brokers and ports on a machine that others use: on CI a test may have one more go before it fails the run. */
const retry = process.env['CI'] === undefined ? 0 : 1;

export default defineConfig({
  resolve,
  ssr,
  test: {
    // Half of what these tests do is wait for serial lines, browsers and brokers: no core need stand idle.
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          retry,
          include: [
            '{contract,firmware-bridge,broker,cli,ui,dashboards,kiosk}/src/**/*.test.{ts,tsx}',
            'hardware/{emulator,simulator,wiring,install}/**/*.test.ts',
            'test/{bench,contract}/**/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          retry,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

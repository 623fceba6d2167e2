import { get } from 'node:http';
import type { BenchHub } from '../hub/bench-hub.ts';
import { readStream } from '../hub/live-latency.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WAIT_MS = 40;
const SCREENS = 3;

/** What screens did in a soak. */
export interface ScreenCounts {
  readonly events: number;
  readonly requests: number;
}

/**
 * Three screens on the live stream, opened anew each simulated day, and somebody who looks at figures each simulated hour. Each
 * request has a connection of its own. Runs until `nowMs` gives undefined.
 */
export async function runScreens(hub: BenchHub, nowMs: () => number | undefined): Promise<ScreenCounts> {
  const counts = { events: 0, requests: 0 };
  let closers: (() => void)[] = [];
  const open = (): Promise<(() => void)[]> =>
    Promise.all(
      Array.from({ length: SCREENS }, () =>
        readStream(hub, () => {
          counts.events += 1;
        }),
      ),
    );
  let [hour, day] = [0, 0];
  for (let now = nowMs(); now !== undefined; now = nowMs()) {
    if (Math.floor(now / DAY_MS) !== day) {
      for (const close of closers) close();
      closers = await open();
      day = Math.floor(now / DAY_MS);
    }
    if (Math.floor(now / HOUR_MS) === hour) {
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      continue;
    }
    hour = Math.floor(now / HOUR_MS);
    const week = `from=${Math.round(now) - 7 * DAY_MS}&to=${Math.round(now)}`;
    for (const path of ['live', 'nodes', `records?kinds=deposit&limit=50`, `aggregate?measurement=deposit&bucket=day&${week}`]) {
      await request(hub, `/api/v1/${path}`);
      counts.requests += 1;
    }
  }
  for (const close of closers) close();
  return counts;
}

/** Resolves when the whole answer was read; rejects when it is not 200. */
function request(hub: BenchHub, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(`${hub.httpUrl}${path}`, { headers: { cookie: hub.cookie }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode ?? 0}`));
      answer.on('end', resolve);
      answer.resume();
    }).on('error', reject);
  });
}

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prng } from '../support/prng.ts';
import { startTortureSite, type TortureSite } from '../support/torture-site.ts';

const SEED = Number(process.env['KW_TEST_SEED'] ?? Date.now() % 1_000_000);
const NODES = 5;
/** The nodes start twice; after each start the line breaks at least so many times. A node waits longer after each break. */
const BREAKS_A_ROUND = 15;

let site: TortureSite;

beforeAll(async () => {
  site = await startTortureSite(NODES, prng(SEED));
});
afterAll(() => site?.stop());

const breaks = (): number => site.line.counts.truncated + site.line.counts.holes;
const duplicates = (): number => Number(/^kringwijzer_records_duplicate_total (\d+)$/mu.exec(site.hub.metrics())?.[1] ?? 0);

describe('a bad line between nodes and hub', () => {
  it(`loses and doubles nothing under delays, breaks inside packets, holes and repeats (seed ${SEED})`, { timeout: 150_000 }, async () => {
    await vi.waitFor(() => expect(breaks()).toBeGreaterThan(BREAKS_A_ROUND), { timeout: 40_000, interval: 50 });
    await site.restartNodes();
    await vi.waitFor(() => expect(breaks()).toBeGreaterThan(2 * BREAKS_A_ROUND), { timeout: 40_000, interval: 50 });
    site.line.calm();
    await site.restartNodes();
    // Live records go on coming in: a few may be on their way at any moment.
    await vi.waitFor(() => expect(site.waiting()).toBeLessThan(NODES * 5), { timeout: 40_000, interval: 50 });
    const { line } = site;
    expect(line.counts.doubled).toBeGreaterThan(20);
    expect(line.counts.delayed).toBeGreaterThan(100);
    expect(line.counts.truncated).toBeGreaterThan(5);
    expect(line.counts.holes).toBeGreaterThan(2);
    // The hub did see records again, and knew them.
    expect(duplicates()).toBeGreaterThan(0);

    const counts = await site.settle();
    expect(counts.committed).toBeGreaterThan(500);
    expect(counts.deposits).toBeGreaterThan(10);
    expect(counts).toMatchObject({ lost: 0, unknown: 0, doubled: 0 });
  });
});

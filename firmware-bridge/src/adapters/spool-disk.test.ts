import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KwRecord } from '@kringwijzer/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ManualClock, manualEvidence } from '../../testing/manual-clock.ts';
import { quietLog } from '../../testing/quiet-log.ts';
import { depositAt, weightAt } from '../../testing/sample-records.ts';
import { NodeTime } from '../node-time.ts';
import type { Spool } from '../ports/spool.ts';
import { SqliteSpool } from './sqlite-spool.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const DISK_MB = 12;

const folder = mkdtempSync(join(tmpdir(), 'kw-disk-'));

/** A disk of its own in memory; only root may make one. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'kw-test', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mountDisk();

let close: () => void = () => undefined;

afterAll(() => {
  close();
  if (isMounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Fills the disk to the last byte. */
function fillDisk(): void {
  const handle = openSync(join(folder, 'filler'), 'a');
  const chunk = Buffer.alloc(4_096, 1);
  try {
    for (let n = 0; n < (DISK_MB * 1_024 * 1_024) / chunk.length; n += 1) writeSync(handle, chunk);
    fsyncSync(handle);
  } catch {
    // ENOSPC is what was wanted.
  } finally {
    closeSync(handle);
  }
}

function kindsOf(spool: Spool): Map<KwRecord['kind'], KwRecord[]> {
  const kinds = new Map<KwRecord['kind'], KwRecord[]>();
  for (const range of spool.ranges()) {
    for (let from = range.from; from < range.to; ) {
      const run = spool.read({ ...range, from }, { records: 200, bytes: 1e6 });
      for (const { record } of run) kinds.set(record.kind, [...(kinds.get(record.kind) ?? []), record]);
      from = (run.at(-1)?.seq ?? range.to) + 1;
    }
  }
  return kinds;
}

describe.skipIf(!isMounted)(`a spool on a disk that fills up${isMounted ? '' : ' (mounting a tmpfs needs root)'}`, () => {
  let spool: SqliteSpool;

  beforeAll(() => {
    const time = new NodeTime({ clock: new ManualClock(NOW), evidence: manualEvidence(true) });
    const options = { file: join(folder, 'spool.db'), boot: 'a'.repeat(16), time, log: quietLog, maxBytes: 64e6, maxAgeMs: 1e12 };
    spool = new SqliteSpool({ ...options, pendingCap: 500 });
    close = () => spool.close();
  });

  it('keeps every deposit, accounts for every weight, and recovers when there is room', async () => {
    for (let n = 0; n < 2_000; n += 1) spool.append(n % 10 === 0 ? depositAt(NOW + n) : weightAt(NOW + n));
    spool.flush();
    fillDisk();
    for (let n = 2_000; n < 12_000; n += 1) {
      spool.append(n % 100 === 0 ? depositAt(NOW + n) : weightAt(NOW + n));
      if (n % 250 === 0) spool.flush();
    }
    spool.keepHouse();
    const heldInMemory = spool.depth().records;
    rmSync(join(folder, 'filler'));
    const last = spool.append(depositAt(NOW + 12_000));
    await vi.waitFor(
      () => {
        spool.flush();
        expect(spool.committedTo()).toBeGreaterThan(last);
      },
      { timeout: 10_000, interval: 50 },
    );
    spool.flush();
    const kinds = kindsOf(spool);
    const lost = (kinds.get('loss') ?? []).reduce((sum, loss) => sum + (loss.kind === 'loss' ? loss.count : 0), 0);
    expect(heldInMemory).toBeGreaterThan(0);
    expect(kinds.get('deposit')).toHaveLength(200 + 100 + 1);
    expect(lost).toBeGreaterThan(0);
    expect((kinds.get('weight')?.length ?? 0) + lost).toBe(12_000 - 300);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryOf, Outcome, PublicSummary } from '@kringwijzer/contract';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { startHub } from './app.ts';
import { loadHubConfig } from './load-config.ts';
import { JOURNAL_FILE } from './monitoring/adapters/copy-journal.ts';
import { openSqliteJournal } from './monitoring/adapters/sqlite-journal.ts';

const NOW = Date.UTC(2026, 5, 1, 10);
const DAY = 86_400_000;
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** What a kiosk is told by a hub whose journal has these lines. */
async function toldWith(lines: readonly EntryOf<'outcome'>[]): Promise<PublicSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'kw-shares-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const journal = openSqliteJournal(join(folder, JOURNAL_FILE));
  journal.append(
    { by: 'Ans', at: NOW },
    lines.map((body) => ({ body })),
  );
  journal.close();
  const config = loadHubConfig({ overrides: { data: folder, http: { port: 0 }, mqtt: { port: 0 } } });
  const hub = await startHub(config, { log: pino({ level: 'silent' }), nowMs: () => NOW });
  cleanups.push(() => hub.stop());
  const session = await fetch(`${hub.httpUrl}/api/v1/kiosk/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: hub.issueKioskToken('entree') }),
  });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return (await (await fetch(`${hub.httpUrl}/api/v1/public/summary`, { headers: { cookie } })).json()) as PublicSummary;
}

const lines = (outcome: Outcome, n: number): EntryOf<'outcome'>[] =>
  Array.from({ length: n }, (_, i) => {
    const at = NOW - (1 + (i % 40)) * DAY;
    return { kind: 'outcome', from: at, to: at, method: 'weighed', source: 'sorting table', outcome, stream: 'textile', massG: 2_000 };
  });

it('tells the kiosk what became of goods here, once enough was written down', async () => {
  const { outcomes } = await toldWith([...lines('resold', 70), ...lines('recycled', 40), ...lines('residual', 10)]);
  expect(outcomes).toMatchObject({
    year: 2026,
    recycled: expect.closeTo(1 / 3, 6) as number,
    residual: expect.closeTo(1 / 12, 6) as number,
  });
});

it('tells the kiosk nothing of the centre itself before that', async () => {
  expect((await toldWith(lines('resold', 20))).outcomes).toBeUndefined();
});

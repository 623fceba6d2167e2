import type { KwRecord } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import type { IngestBatch, IngestResult } from '../ports/series-store.ts';
import { createGroupCommit } from './group-commit.ts';

const record: KwRecord = { kind: 'session', device: 'saw', at: 1, toAt: 2, ended: 'stopped' };
const batchOf = (node: string): IngestBatch => ({
  site: 's',
  node,
  receivedAt: 1,
  batch: { boot: '0123456789abcdef', seq0: 0, clock: 'synced', records: [record] },
});
const resultOf = (stored: number): IngestResult => ({ stored, duplicates: 0, rejected: [], fresh: [], resolved: [] });

/** A store that keeps a call open until it is released. */
function slowStore() {
  const calls: { nodes: string[]; finish: (error?: Error) => void }[] = [];
  const ingest = (batches: readonly IngestBatch[]): Promise<readonly IngestResult[]> =>
    new Promise((resolve, reject) => {
      const nodes = batches.map((batch) => batch.node);
      const results = batches.map((batch) => resultOf(batch.node.length));
      calls.push({ nodes, finish: (error) => (error ? reject(error) : resolve(results)) });
    });
  return { calls, ingest };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('createGroupCommit', () => {
  it('commits what came in one turn in one transaction and gives each its own results', async () => {
    const store = slowStore();
    const commit = createGroupCommit({ store, defer: setImmediate });
    const answers = [commit.submit([batchOf('a'), batchOf('bb')]), commit.submit([batchOf('ccc'), batchOf('dddd')])];
    await turn();
    expect(store.calls.map((call) => call.nodes)).toEqual([['a', 'bb', 'ccc', 'dddd']]);
    store.calls[0]?.finish();
    expect(await Promise.all(answers)).toEqual([
      [resultOf(1), resultOf(2)],
      [resultOf(3), resultOf(4)],
    ]);
  });

  it('gathers the next group while the disk is busy and answers nobody before the commit', async () => {
    const store = slowStore();
    const commit = createGroupCommit({ store, defer: setImmediate });
    let answered = 0;
    const count = (): void => void (answered += 1);
    void commit.submit([batchOf('a')]).then(count);
    await turn();
    void commit.submit([batchOf('b')]).then(count);
    void commit.submit([batchOf('c')]).then(count);
    await turn();
    expect({ answered, calls: store.calls.length, waiting: commit.waiting() }).toEqual({ answered: 0, calls: 1, waiting: 3 });
    store.calls[0]?.finish();
    await turn();
    await turn();
    expect({ answered, second: store.calls[1]?.nodes }).toEqual({ answered: 1, second: ['b', 'c'] });
  });

  it('fails only the message that cannot be stored', async () => {
    const commit = createGroupCommit({
      defer: setImmediate,
      store: {
        ingest: (batches) =>
          batches.some((batch) => batch.node === 'bad') ? Promise.reject(new Error('no')) : Promise.resolve(batches.map(() => resultOf(1))),
      },
    });
    const answers = await Promise.allSettled(['a', 'bad', 'c'].map((node) => commit.submit([batchOf(node)])));
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('refuses more than it may hold', async () => {
    const commit = createGroupCommit({ store: slowStore(), defer: setImmediate, maxWaiting: 1 });
    void commit.submit([batchOf('a')]);
    await expect(commit.submit([batchOf('b')])).rejects.toMatchObject({ code: 'KW_STORE_UNAVAILABLE' });
  });

  it('takes live messages before a backlog, leaves the backlog half of each transaction, and keeps the order of a node', async () => {
    const groups: string[][] = [];
    const commit = createGroupCommit({
      defer: setImmediate,
      maxRecords: 100,
      store: {
        ingest: (batches) => {
          groups.push(batches.map(({ node, batch }) => `${node}${batch.seq0}`));
          return Promise.resolve(batches.map(() => resultOf(1)));
        },
      },
    });
    const send = (node: string, seq0: number, count: number): Promise<unknown> => {
      const { batch, ...envelope } = batchOf(node);
      return commit.submit([{ ...envelope, batch: { ...batch, seq0, records: Array.from({ length: count }, () => record) } }]);
    };
    const backlog = [send('a', 0, 50), send('a', 50, 50), send('b', 0, 50)];
    const live = Array.from({ length: 6 }, (_, n) => send('c', n, 10));
    await Promise.all([...backlog, send('a', 100, 1), ...live]);
    expect(groups).toEqual([
      ['c0', 'c1', 'c2', 'c3', 'c4', 'a0'],
      ['c5', 'b0'],
      ['a50', 'a100'],
    ]);
  });

  it('never puts more than the limit in one transaction', async () => {
    const sizes: number[] = [];
    const commit = createGroupCommit({
      defer: setImmediate,
      maxRecords: 3,
      store: {
        ingest: (batches) => {
          sizes.push(batches.length);
          return Promise.resolve(batches.map(() => resultOf(1)));
        },
      },
    });
    await Promise.all(Array.from({ length: 7 }, () => commit.submit([batchOf('a')])));
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('lets measurements wait for company, and nothing else', async () => {
    const store = slowStore();
    const waits: { ms: number; run: () => void; cancelled: boolean }[] = [];
    const after = (ms: number, task: () => void): (() => void) => {
      const wait = { ms, run: task, cancelled: false };
      waits.push(wait);
      return () => void (wait.cancelled = true);
    };
    const commit = createGroupCommit({ store, defer: setImmediate, gather: { forMs: 4_000, after } });
    const door: KwRecord = { kind: 'passages', device: 'door', at: 1, in: 1, out: 0, missed: 0 };
    const measured = (node: string, count = 1): IngestBatch => {
      const { batch, ...rest } = batchOf(node);
      return { ...rest, batch: { ...batch, records: Array.from({ length: count }, () => door) } };
    };
    const calls = (): readonly (readonly string[])[] => store.calls.map(({ nodes }) => nodes);

    void commit.submit([measured('a')]);
    void commit.submit([measured('b')]);
    await turn();
    expect({ calls: calls(), waiting: commit.waiting(), waits: waits.map(({ ms }) => ms) }).toEqual({
      calls: [],
      waiting: 2,
      waits: [4_000],
    });
    waits[0]?.run();
    await turn();
    expect(calls()).toEqual([['a', 'b']]);
    store.calls[0]?.finish();
    await turn();
    await turn();

    void commit.submit([measured('c')]);
    void commit.submit([batchOf('session')]);
    await turn();
    expect({ calls: calls().slice(1), cancelled: waits[1]?.cancelled }).toEqual({ calls: [['c', 'session']], cancelled: true });
    store.calls[1]?.finish();
    await turn();
    await turn();

    void commit.submit([measured('backlog', 21)]);
    await turn();
    expect(calls().slice(2)).toEqual([['backlog']]);
    store.calls[2]?.finish();
    await turn();
    await turn();

    void commit.submit([measured('last')]);
    const idle = commit.idle();
    await turn();
    store.calls[3]?.finish();
    await idle;
    expect(calls().slice(3)).toEqual([['last']]);
  });
});

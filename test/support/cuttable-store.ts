import type { SeriesStore } from '@kringwijzer/broker';

/** A store whose writes can be refused, as a full disk does; everything else goes through. */
export interface CuttableStore extends SeriesStore {
  cut: boolean;
}

/** Wraps a real store. */
export function cuttableStore(store: SeriesStore): CuttableStore {
  const wrapped: CuttableStore = {
    cut: false,
    admin: store.admin,
    ingest: (batches) => (wrapped.cut ? Promise.reject(new Error('cut by the test')) : store.ingest(batches)),
    write: (points) => store.write(points),
    aggregate: (query) => store.aggregate(query),
    range: (query) => store.range(query),
    latest: (match) => store.latest(match),
    series: (match) => store.series(match),
    events: (query) => store.events(query),
    received: (node) => store.received(node),
  };
  return wrapped;
}

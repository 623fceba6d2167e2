import { DAY_MS, metaSchema, type Passages, parseTopic, scaleRoleSchema } from '@kringwijzer/contract';
import type { LiveModel } from './core/live-model.ts';
import { parseJson, parseState, parseStatus } from './core/parse-message.ts';
import type { HubDb } from './ports/hub-db.ts';
import type { EventQuery, SeriesStore, StoredEvent } from './ports/series-store.ts';

const PAGE = 5_000;
/** Longer than any local day. */
const DAY_BACK_MS = 26 * 3_600_000;
/** After every record: the store refuses times far ahead of its own. */
const FAR_MS = Date.UTC(2100, 0);
const FAULTS_BACK_MS = 30 * DAY_MS;
/** A local year starts at most 14 hours before the UTC one. */
const ZONE_MS = 14 * 3_600_000;

export const META_FACT = 'meta/';
export const ROLE_FACT = 'role/';

/** Brings the live picture back from what is on disk: descriptions of nodes, this year's deposits, emptyings, today's passages, open faults. */
export async function rebuildLive(
  live: LiveModel,
  deps: { readonly db: HubDb; readonly store: SeriesStore; readonly nowMs: () => number },
): Promise<void> {
  const { db, store, nowMs } = deps;
  for (const { key, value } of db.facts.entries(ROLE_FACT)) {
    const [node = '', device = ''] = key.slice(ROLE_FACT.length).split('/');
    live.role(node, device, scaleRoleSchema.parse(value));
  }
  for (const { key, value } of db.facts.entries(META_FACT)) {
    // Written by an earlier version perhaps; the node sends a new one when it connects.
    const meta = metaSchema.safeParse(JSON.parse(value));
    if (meta.success) live.meta(key.slice(META_FACT.length), meta.data);
  }
  const yearStart = Date.UTC(new Date(nowMs()).getUTCFullYear(), 0, 1) - ZONE_MS;
  await replay(store, { kinds: ['deposit'], from: yearStart }, (events) => void live.records(events));
  await replay(store, { kinds: ['emptying'], from: yearStart }, (events) => void live.records(events));
  for (const { node, passages } of await passagesSince(store, nowMs() - DAY_BACK_MS)) live.passages(node, passages);
  await replay(store, { kinds: ['fault'], from: nowMs() - FAULTS_BACK_MS }, (events) => void live.records(events));
}

/** Minutes of doors from their points: passages are not kept as records. */
export async function passagesSince(
  store: Pick<SeriesStore, 'range'>,
  from: number,
): Promise<readonly { node: string; passages: Passages }[]> {
  const found = new Map<string, { node: string; passages: Passages }>();
  for await (const { series, at, value } of store.range({ match: { measurement: 'door_passages' }, from, to: FAR_MS })) {
    const { node = '', device = '', direction } = series.tags;
    const key = `${node}/${device}/${at}`;
    const minute = found.get(key) ?? { node, passages: { kind: 'passages', device, at, in: 0, out: 0, missed: 0 } };
    minute.passages[direction === 'in' ? 'in' : 'out'] = value;
    found.set(key, minute);
  }
  return [...found.values()];
}

/** Keeps what a node says of itself, so that a restarted hub knows it before the node is back. */
export function keepMeta(db: HubDb, live: LiveModel, node: string): void {
  const meta = live.nodeMeta(node);
  if (meta === undefined) return;
  const text = JSON.stringify(meta);
  if (db.facts.get(META_FACT + node) === text) return;
  db.facts.set(META_FACT + node, text);
  for (const device of meta.devices) if (device.kind === 'scale') db.facts.set(`${ROLE_FACT}${node}/${device.id}`, device.role);
}

/** Reads all events of a query in order of time, a page at a time. */
async function replay(store: SeriesStore, query: EventQuery, take: (events: readonly StoredEvent[]) => void): Promise<void> {
  let from = query.from ?? 0;
  let seen = new Set<string>();
  for (;;) {
    const page = await store.events({ ...query, from, order: 'asc', limit: PAGE });
    const news = page.filter((event) => !seen.has(event.id));
    take(news);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || news.length === 0) return;
    // The next page starts at the same moment again: several events may share it.
    from = last.record.at;
    seen = new Set(page.filter((event) => event.record.at === from).map((event) => event.id));
  }
}

/** Shows the latest values the broker retained until their nodes send new ones. Their age is that of the value itself. */
export function rebuildStates(
  live: LiveModel,
  site: string,
  retained: Iterable<{ readonly topic: string; readonly payload: Buffer }>,
): void {
  for (const { topic: text, payload } of retained) {
    const topic = parseTopic(text);
    const json = parseJson(payload.length, payload.toString());
    if (topic?.site !== site || !json.ok) continue;
    if (topic.type === 'status') {
      const status = parseStatus(json.value);
      if (status.ok) live.status(topic.node, status.value);
    } else if (topic.type === 'state') {
      const state = parseState(json.value, live.deviceMeta(topic.node, topic.device)?.kind);
      if (state.ok) live.state({ node: topic.node, device: topic.device, state: state.value, nowMs: state.value.value.at });
    }
  }
}

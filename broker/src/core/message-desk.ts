import { type Ack, type CommandResult, type ErrorCode, type KioskHealth, parseTopic, type Topic, topicOf } from '@kringwijzer/contract';
import type { IncomingPublish, Verdict } from '../ports/mqtt-hub.ts';
import type { IngestBatch, IngestResult, RejectReason, StoredEvent } from '../ports/series-store.ts';
import type { Counters } from './counters.ts';
import { createFairGate } from './fair-gate.ts';
import type { GroupCommit } from './group-commit.ts';
import type { LiveChange, LiveModel } from './live-model.ts';
import {
  type Parsed,
  parseBatch,
  parseCommandResult,
  parseJson,
  parseKioskHealth,
  parseMeta,
  parseState,
  parseStatus,
  type Refusal,
} from './parse-message.ts';

/** Codes a node is told for a record the store will never take. */
const REJECT_CODES: Readonly<Record<RejectReason, ErrorCode>> = {
  too_old: 'KW_RECORD_TOO_OLD',
  future: 'KW_RECORD_FUTURE',
  not_finite: 'KW_RECORD_INVALID',
  type: 'KW_RECORD_INVALID',
};

export interface MessageDeskDeps {
  readonly site: string;
  readonly commit: GroupCommit;
  readonly live: LiveModel;
  readonly counters: Counters;
  readonly nowMs: () => number;
  readonly publish: (topic: string, payload: string) => void;
  readonly onChanges: (changes: readonly LiveChange[]) => void;
  readonly onMeta: (node: string) => void;
  readonly onCommandResult: (node: string, result: CommandResult) => void;
  readonly onKioskHealth: (kiosk: string, health: KioskHealth) => void;
  readonly onRefused: (refused: {
    readonly code: ErrorCode;
    readonly reason: string;
    readonly topic: string;
    readonly from: string;
  }) => void;
  /** A batch could not be stored; its sender was not acknowledged. */
  readonly onStoreFailed: (error: unknown) => void;
  /** Topics outside the contract that are passed on unread, such as Home Assistant's birth message. */
  readonly isForeign: (topic: string) => boolean;
  readonly onForeign: (topic: string, text: string) => void;
  /** Takes what a foreign sensor says, or says what is wrong with it; undefined when no mapping has the topic. */
  readonly takeForeign: (topic: string, text: string) => Promise<Refusal | undefined> | undefined;
}

/** Parses each message that comes in, stores what is a record, and says what becomes of it. */
export type MessageDesk = (message: IncomingPublish) => Promise<Verdict>;

/** Text of messages that are taken apart at one time: about 2,000 records, as many as one transaction takes. */
const MAX_PARSED_BYTES = 512 * 1024;

const FORWARD: Verdict = { kind: 'forward', retain: false };
const FORWARD_RETAINED: Verdict = { kind: 'forward', retain: true };
const DROP: Verdict = { kind: 'drop' };

/** The front desk of the hub. Rejects only when the store cannot take a batch; everything wrong is counted and dropped. */
export function createMessageDesk(deps: MessageDeskDeps): MessageDesk {
  const gate = createFairGate(MAX_PARSED_BYTES);
  return async (message) => {
    const topic = parseTopic(message.topic);
    if (topic?.site === deps.site) {
      const from = 'node' in topic ? topic.node : message.identity.username;
      return gate.run({ from, bytes: message.payload.length }, () => take(deps, message, topic));
    }
    if (topic === undefined && deps.isForeign(message.topic)) {
      deps.onForeign(message.topic, message.payload.toString());
      return FORWARD;
    }
    const taken = topic === undefined ? deps.takeForeign(message.topic, message.payload.toString()) : undefined;
    if (taken === undefined) return refuse(deps, message, { code: 'KW_TOPIC_UNKNOWN', reason: 'topic' });
    const refused = await taken;
    return refused === undefined ? FORWARD : refuse(deps, message, refused);
  };
}

async function take(deps: MessageDeskDeps, message: IncomingPublish, topic: Topic): Promise<Verdict> {
  const { payload } = message;
  // An empty retained message takes a retained one away [MQTT-3.3.1-10]; only administrators clean up that way.
  if (payload.length === 0 && message.identity.role === 'admin') return FORWARD_RETAINED;
  const json = parseJson(payload.length, payload.toString());
  if (!json.ok) return refuse(deps, message, json);
  switch (topic.type) {
    case 'rec':
      return takeBatch(deps, message, { node: topic.node, value: json.value });
    case 'meta':
      return keep(deps, message, parseMeta(json.value), (meta) => {
        const changes = deps.live.meta(topic.node, meta);
        deps.onMeta(topic.node);
        return changes;
      });
    case 'status':
      return keep(deps, message, parseStatus(json.value), (status) => deps.live.status(topic.node, status));
    case 'state': {
      const kind = deps.live.deviceMeta(topic.node, topic.device)?.kind;
      const nowMs = deps.nowMs();
      return keep(deps, message, parseState(json.value, kind), (state) => deps.live.state({ ...topic, state, nowMs }));
    }
    case 'cmd_result':
      return pass(deps, message, parseCommandResult(json.value), (result) => deps.onCommandResult(topic.node, result));
    case 'kiosk_health':
      return keep(deps, message, parseKioskHealth(json.value), (health) => {
        deps.onKioskHealth(topic.kiosk, health);
        return [];
      });
    default:
      return FORWARD; // ack, cmd, kiosk cmd, hub: written by the hub or an administrator, read by others
  }
}

/** A retained latest value: kept when valid and newer. */
function keep<T>(
  deps: MessageDeskDeps,
  message: IncomingPublish,
  parsed: Parsed<T>,
  apply: (value: T) => readonly LiveChange[] | undefined,
): Verdict {
  if (!parsed.ok) return refuse(deps, message, parsed);
  const changes = apply(parsed.value);
  if (changes === undefined) return refuse(deps, message, { code: 'KW_STATE_OLDER', reason: 'older' });
  return { ...FORWARD_RETAINED, afterAck: () => deps.onChanges(changes) };
}

function pass<T>(deps: MessageDeskDeps, message: IncomingPublish, parsed: Parsed<T>, apply: (value: T) => void): Verdict {
  if (!parsed.ok) return refuse(deps, message, parsed);
  apply(parsed.value);
  return FORWARD;
}

async function takeBatch(
  deps: MessageDeskDeps,
  message: IncomingPublish,
  { node, value }: { node: string; value: unknown },
): Promise<Verdict> {
  const parsed = parseBatch(value);
  if (!parsed.ok) return refuse(deps, message, parsed);
  const { boot, seq0, upTo, runs } = parsed.value;
  const receivedAt = deps.nowMs();
  const results = await store(
    deps,
    runs.map((batch) => ({ site: deps.site, node, receivedAt, batch })),
  );
  const refused = results.flatMap((result) => result.rejected.map(({ seq, reason }) => ({ seq, code: REJECT_CODES[reason] })));
  const rejected = [...parsed.value.rejected, ...refused].sort((left, right) => left.seq - right.seq);
  for (const { code } of rejected) deps.counters.add('kringwijzer_records_rejected_total', { code });
  const fresh = countResults(deps.counters, results);
  if (rejected[0]) {
    const { code, seq } = rejected[0];
    deps.onRefused({ code, reason: `${rejected.length} records from seq ${seq}`, topic: message.topic, from: message.identity.username });
  }
  // From the first record of a boot on there is nothing an ack could wrongly cover: the plain shape says it all.
  const ack: Ack = { boot, upTo, ...(seq0 > 0 && { seq0 }), ...(rejected.length > 0 && { rejected }) };
  const afterAck = (): void => {
    deps.publish(topicOf({ type: 'ack', site: deps.site, node }), JSON.stringify(ack));
    deps.onChanges(deps.live.records(fresh));
  };
  return { kind: runs.length > 0 ? 'forward' : 'drop', retain: false, afterAck };
}

/** Commits, or counts the failure and passes it on: without an acknowledgement the node keeps its records. */
async function store(
  { commit, counters, onStoreFailed }: MessageDeskDeps,
  batches: readonly IngestBatch[],
): Promise<readonly IngestResult[]> {
  try {
    return await commit.submit(batches);
  } catch (error) {
    counters.add('kringwijzer_store_failures_total');
    onStoreFailed(error);
    throw error;
  }
}

function countResults(counters: Counters, results: readonly IngestResult[]): readonly StoredEvent[] {
  let stored = 0;
  let duplicates = 0;
  for (const result of results) {
    stored += result.stored;
    duplicates += result.duplicates;
  }
  counters.add('kringwijzer_records_stored_total', {}, stored);
  counters.add('kringwijzer_records_duplicate_total', {}, duplicates);
  return results.flatMap((result) => [...result.fresh, ...result.resolved]);
}

function refuse(
  deps: MessageDeskDeps,
  message: IncomingPublish,
  { code, reason }: { readonly code: ErrorCode; readonly reason: string },
): Verdict {
  deps.counters.add('kringwijzer_messages_refused_total', { code });
  deps.onRefused({ code, reason, topic: message.topic, from: message.identity.username });
  return DROP;
}

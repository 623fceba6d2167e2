import {
  type Batch,
  batchSchema,
  type CommandResult,
  commandResultSchema,
  type DeviceKind,
  type DeviceLive,
  doorStateSchema,
  type ErrorCode,
  type KioskHealth,
  type KwRecord,
  kioskHealthSchema,
  levelStateSchema,
  metaSchema,
  type NodeMeta,
  type NodeStatus,
  PAYLOAD_MAX_BYTES,
  recordSchema,
  scaleStateSchema,
  statusSchema,
  toolStateSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';

/** Why a message was not taken: a code of the table and what is wrong with it, for the log. */
export interface Refusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly reason: string;
}
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refusal;

/** The latest value of a device with its kind. */
export type DeviceState = NonNullable<DeviceLive['state']>;

/** A run of valid records of one batch, and the sequence numbers that can never be stored. */
export interface ParsedBatch {
  readonly boot: string;
  readonly seq0: number;
  /** Last sequence of the batch as it was sent. */
  readonly upTo: number;
  readonly runs: readonly Batch[];
  readonly rejected: readonly { readonly seq: number; readonly code: ErrorCode }[];
}

const refusal = (code: ErrorCode, reason: string): Refusal => ({ ok: false, code, reason });
const envelopeSchema = batchSchema.extend({ records: z.array(z.unknown()).min(1).max(200) });

/** Parses the text of a message. Never throws. */
export function parseJson(bytes: number, text: string): Parsed<unknown> {
  if (bytes > PAYLOAD_MAX_BYTES) return refusal('KW_PAYLOAD_TOO_LARGE', `${bytes} bytes`);
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the payload; the length is enough to find the sender.
    return refusal('KW_PAYLOAD_NOT_JSON', `${bytes} bytes`);
  }
}

const against =
  <T>(schema: z.ZodType<T>) =>
  (value: unknown): Parsed<T> => {
    const parsed = schema.safeParse(value);
    return parsed.success ? { ok: true, value: parsed.data } : refusal('KW_PAYLOAD_INVALID', shortReason(parsed.error));
  };

export const parseStatus: (value: unknown) => Parsed<NodeStatus> = against(statusSchema);
export const parseMeta: (value: unknown) => Parsed<NodeMeta> = against(metaSchema);
export const parseCommandResult: (value: unknown) => Parsed<CommandResult> = against(commandResultSchema);
export const parseKioskHealth: (value: unknown) => Parsed<KioskHealth> = against(kioskHealthSchema);

const STATES = { scale: scaleStateSchema, door: doorStateSchema, tool: toolStateSchema, level: levelStateSchema } as const;

/** Parses a state. The topic does not tell the kind: `kind` does when the node's description is known, else the shape. */
export function parseState(value: unknown, kind: DeviceKind | undefined): Parsed<DeviceState> {
  const kinds = kind === undefined ? (Object.keys(STATES) as DeviceKind[]) : [kind];
  let last: Refusal = refusal('KW_PAYLOAD_INVALID', 'no kind of device has these values');
  for (const candidate of kinds) {
    const parsed = STATES[candidate].safeParse(value);
    if (parsed.success) return { ok: true, value: { kind: candidate, value: parsed.data } as DeviceState };
    if (kind !== undefined) last = refusal('KW_PAYLOAD_INVALID', shortReason(parsed.error));
  }
  return last;
}

/**
 * Parses a batch. The envelope must be right; a record that is not valid is rejected alone, so that one bad record
 * cannot hold up the good ones around it.
 */
export function parseBatch(value: unknown): Parsed<ParsedBatch> {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return refusal('KW_PAYLOAD_INVALID', shortReason(envelope.error));
  const { boot, seq0, clock, records } = envelope.data;
  if (!Number.isSafeInteger(seq0 + records.length)) return refusal('KW_PAYLOAD_INVALID', 'seq0: too large');
  const runs: { seq0: number; records: KwRecord[] }[] = [];
  const rejected: { seq: number; code: ErrorCode }[] = [];
  for (const [index, raw] of records.entries()) {
    const seq = seq0 + index;
    const parsed = recordSchema.safeParse(raw);
    if (!parsed.success) {
      rejected.push({ seq, code: 'KW_RECORD_INVALID' });
      continue;
    }
    const run = runs.at(-1);
    if (run !== undefined && run.seq0 + run.records.length === seq) run.records.push(parsed.data);
    else runs.push({ seq0: seq, records: [parsed.data] });
  }
  const upTo = seq0 + records.length - 1;
  return { ok: true, value: { boot, seq0, upTo, rejected, runs: runs.map((run) => ({ boot, clock, ...run })) } };
}

/** First thing wrong, with its place; never the value, which may be anything. */
function shortReason(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'not valid' : `${issue.path.join('.') || 'message'}: ${issue.code}`;
}

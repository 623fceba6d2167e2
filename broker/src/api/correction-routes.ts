import {
  bootSchema,
  type CorrectionAsked,
  correctionSchema,
  KwError,
  type KwRecord,
  nodeIdSchema,
  recordCorrectionRequestSchema,
  recordSchema,
  storedRecordSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { CorrectionDesk, CorrectionRequest } from '../ports/correction-desk.ts';
import type { StoredEvent } from '../ports/series-store.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';
import { storedRecordOf } from './stored-record.ts';

const tags = ['records'];
const params = z.strictObject({ node: nodeIdSchema, boot: bootSchema, seq: z.coerce.number().pipe(z.int().min(0)) });
const correct = route('coordinator', {
  tags,
  summary: 'Say what a record should have been; it stays as it came, and sums follow the correction',
  params,
  body: recordCorrectionRequestSchema,
  response: { 200: storedRecordSchema },
});
const history = route('viewer', {
  tags,
  summary: 'All corrections of a record, oldest first',
  params,
  response: { 200: z.array(correctionSchema.extend({ record: z.record(z.string(), z.unknown()).optional() })) },
});

const idOf = ({ node, boot, seq }: z.output<typeof params>): string => `${node}/${boot}/${seq}`;

/** Corrections of records by people: new words that supersede, never edits. */
export function correctionRoutes(app: ApiServer, deps: ApiDeps): void {
  const { store, live, stream, work, audit, nowMs } = deps;

  app.post('/records/:node/:boot/:seq/correct', correct, async (request) => {
    const desk = deskOf(store.corrections);
    const id = idOf(request.params);
    const before = await desk.find(id);
    if (before === undefined) throw new KwError('KW_NOT_FOUND', { path: `record ${id}` });
    const after = await desk.correct(wordOf(before, request.body, { by: sessionIn(request).name, at: nowMs() }));
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'record corrected', detail: `${id}: ${request.body.why}` });
    stream.push(live.corrected(before, after));
    // The last emptying of a container is shown with what staff said of it.
    if (after.record.kind === 'emptying') await work?.emptyings.rebuild();
    return storedRecordOf(after);
  });

  app.get('/records/:node/:boot/:seq/corrections', history, async (request) => {
    const words = await deskOf(store.corrections).correctionsOf(idOf(request.params));
    return words.map(({ by, why, at, record }) => ({
      by,
      why,
      at,
      struck: record === undefined,
      ...(record && { record: { ...record } }),
    }));
  });
}

function deskOf(desk: CorrectionDesk | undefined): CorrectionDesk {
  if (desk === undefined) throw new KwError('KW_STORE_CANNOT', { what: 'correct records' });
  return desk;
}

/** The word to keep. Throws KW_REQUEST_INVALID when the values do not make a record of its kind. */
function wordOf(
  { id, record }: StoredEvent,
  { why, set, strike }: CorrectionAsked,
  { by, at }: { readonly by: string; readonly at: number },
): CorrectionRequest {
  if (strike === true) return { id, by, why, at };
  return { id, by, why, at, record: recordWith(record, set ?? {}) };
}

function recordWith(record: KwRecord, set: NonNullable<CorrectionAsked['set']>): KwRecord {
  const parsed = recordSchema.safeParse({ ...record, ...set });
  if (parsed.success) return parsed.data;
  throw new KwError('KW_REQUEST_INVALID', { reason: `set: ${z.prettifyError(parsed.error)}` });
}

import {
  atMsSchema,
  correctionRequestSchema,
  type EntryBody,
  entryBodySchema,
  entryKindSchema,
  journalEntrySchema,
  KwError,
  REGISTER_KINDS,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { INDICATORS } from '../monitoring/core/indicator-table.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['registers'];
const moment = z.coerce.number().pipe(atMsSchema);
const idSchema = z.strictObject({ id: z.coerce.number().pipe(z.int().min(1)) });
const entryListSchema = z.array(journalEntrySchema);
const query = z.strictObject({
  kinds: z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(entryKindSchema).max(20)).optional(),
  from: moment.optional(),
  to: moment.optional(),
});
const list = route('viewer', { tags, summary: 'Lines that count now', querystring: query, response: { 200: entryListSchema } });
const add = route('staff', { tags, summary: 'Write a line', body: entryBodySchema, response: { 200: journalEntrySchema } });
const history = route('viewer', {
  tags,
  summary: 'A line with all its corrections',
  params: idSchema,
  response: { 200: entryListSchema },
});
const correct = route('staff', {
  tags,
  summary: 'Put another line in the place of one, or strike it out; say why',
  params: idSchema,
  body: correctionRequestSchema,
  response: { 200: journalEntrySchema },
});
/** Plans are made by coordinators, registers by staff. */
const isPlan = (body: EntryBody): boolean => !(REGISTER_KINDS as readonly string[]).includes(body.kind);

type JournalRouteDeps = Pick<ApiDeps, 'nowMs'>;
type Asking = Parameters<typeof sessionIn>[0];

function mayWrite(request: Asking, body: EntryBody): void {
  const { role } = sessionIn(request);
  if (isPlan(body) && role === 'staff') throw new KwError('KW_FORBIDDEN', { role });
}

/** Registers and plans: lines are added, corrected by later lines, and never lost. */
export function monitoringJournalRoutes(app: ApiServer, monitoring: Monitoring, { nowMs }: JournalRouteDeps): void {
  const { journal } = monitoring;
  const writer = (request: Asking): { by: string; at: number } => ({ by: sessionIn(request).name, at: nowMs() });

  app.get('/monitoring/entries', list, (request) => {
    const { kinds, from, to } = request.query;
    return [...journal.current({ ...(kinds && { kinds }), ...(from !== undefined && { from }), ...(to !== undefined && { to }) })];
  });

  app.post('/monitoring/entries', add, async (request) => {
    mayWrite(request, request.body);
    const body = await completed(monitoring, request.body);
    return firstOf(journal.append(writer(request), [{ body }]));
  });

  app.get('/monitoring/entries/:id/history', history, (request) => [...historyOf(monitoring, request.params.id)]);

  app.post('/monitoring/entries/:id/correct', correct, (request) => {
    const { id } = request.params;
    const { why, body } = request.body;
    const old = historyOf(monitoring, id).find((entry) => entry.id === id);
    if (old === undefined) throw new KwError('KW_ENTRY_UNKNOWN', { id });
    mayWrite(request, old.body);
    if (body !== undefined && body.kind !== old.body.kind)
      throw new KwError('KW_REQUEST_INVALID', { reason: `body.kind: line ${id} is a ${old.body.kind}` });
    return firstOf(journal.append(writer(request), [{ body: body ?? old.body, supersedes: id, why, struck: body === undefined }]));
  });
}

/** An evaluation gets its figures from the hub, frozen at this moment; a target and a baseline must name indicators there are. */
async function completed({ plans }: Monitoring, body: EntryBody): Promise<EntryBody> {
  const named = body.kind === 'target' ? [body.indicator] : body.kind === 'baseline' ? Object.keys(body.values ?? {}) : [];
  const unknown = named.find((id) => !INDICATORS.some((indicator) => indicator.id === id));
  if (unknown !== undefined) throw new KwError('KW_INDICATOR_UNKNOWN', { id: unknown });
  if ((body.kind === 'target' || body.kind === 'baseline') && body.to <= body.from)
    throw new KwError('KW_REQUEST_INVALID', { reason: 'to: a period needs an end after its start' });
  return body.kind === 'evaluation' && body.to > body.from ? { ...body, figures: await plans.freeze(body) } : body;
}

function historyOf({ journal }: Monitoring, id: number): ReturnType<Monitoring['journal']['history']> {
  const lines = journal.history(id);
  if (lines.length === 0) throw new KwError('KW_ENTRY_UNKNOWN', { id });
  return lines;
}

function firstOf<T>(lines: readonly T[]): T {
  const [line] = lines;
  if (line === undefined) throw new TypeError('nothing was written');
  return line;
}

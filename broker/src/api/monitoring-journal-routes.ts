import {
  atMsSchema,
  correctionRequestSchema,
  type EntryBody,
  entryBodySchema,
  entryKindSchema,
  importRequestSchema,
  importRowErrorSchema,
  journalEntrySchema,
  KwError,
  REGISTER_KINDS,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { readCsv } from '../monitoring/adapters/csv-file.ts';
import { readRows } from '../monitoring/core/import-rows.ts';
import { INDICATORS } from '../monitoring/core/indicator-table.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['registers'];
const IMPORT_LIMIT = 3 * 1024 * 1024;
const PREVIEW_ROWS = 20;
const ERRORS_SHOWN = 200;
const moment = z.coerce.number().pipe(atMsSchema);
const idSchema = z.strictObject({ id: z.coerce.number().pipe(z.int().min(1)) });
const entryListSchema = z.array(journalEntrySchema);
const importInfoSchema = z.strictObject({
  id: z.int(),
  at: atMsSchema,
  by: z.string(),
  file: z.string(),
  kind: entryKindSchema,
  rows: z.int(),
  standing: z.int().meta({ description: 'Lines of it that still count' }),
});
const previewSchema = z.strictObject({
  heads: z.array(z.string()),
  rows: z.int(),
  good: z.int(),
  errors: z.array(importRowErrorSchema),
  sample: z.array(entryBodySchema),
});
const whySchema = z.strictObject({ why: z.string().trim().min(1).max(300) });

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
const preview = {
  ...route('staff', { tags, summary: 'Read a file without storing it', body: importRequestSchema, response: { 200: previewSchema } }),
  bodyLimit: IMPORT_LIMIT,
};
const take = {
  ...route('staff', {
    tags,
    summary: 'Read a file into the journal, all rows or none',
    body: importRequestSchema,
    response: { 200: importInfoSchema },
  }),
  bodyLimit: IMPORT_LIMIT,
};
const undo = route('staff', {
  tags,
  summary: 'Strike out all lines of a file that still count',
  params: idSchema,
  body: whySchema,
  response: { 200: z.strictObject({ struck: z.int() }) },
});

/** Plans are made by coordinators, registers by staff. */
const isPlan = (body: EntryBody): boolean => !(REGISTER_KINDS as readonly string[]).includes(body.kind);

type JournalRouteDeps = Pick<ApiDeps, 'audit' | 'nowMs'>;
type Asking = Parameters<typeof sessionIn>[0];

/** Registers and plans: lines are added, corrected by later lines, and never lost. */
export function monitoringJournalRoutes(app: ApiServer, monitoring: Monitoring, deps: JournalRouteDeps): void {
  entryRoutes(app, monitoring, deps);
  importRoutes(app, monitoring, deps);
}

function mayWrite(request: Asking, body: EntryBody): void {
  const { role } = sessionIn(request);
  if (isPlan(body) && role === 'staff') throw new KwError('KW_FORBIDDEN', { role });
}

function entryRoutes(app: ApiServer, monitoring: Monitoring, { nowMs }: JournalRouteDeps): void {
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

function importRoutes(app: ApiServer, { journal }: Monitoring, { audit, nowMs }: JournalRouteDeps): void {
  const writer = (request: Asking): { by: string; at: number } => ({ by: sessionIn(request).name, at: nowMs() });

  app.post('/monitoring/imports/preview', preview, (request) => {
    const rows = readCsv(request.body.text);
    const { bodies, errors } = readRows(rows, request.body);
    const heads = Object.keys(rows[0]?.cells ?? {});
    return { heads, rows: rows.length, good: bodies.length, errors: errors.slice(0, ERRORS_SHOWN), sample: bodies.slice(0, PREVIEW_ROWS) };
  });

  app.post('/monitoring/imports', take, (request) => {
    const { kind, file, text } = request.body;
    const { bodies, errors } = readRows(readCsv(text), request.body);
    const [first] = errors;
    if (first !== undefined)
      throw new KwError('KW_IMPORT_INVALID', {
        reason: `${errors.length} rows are wrong; row ${first.row}, ${first.column ?? 'row'}: ${first.reason}`,
      });
    if (bodies.length === 0) throw new KwError('KW_IMPORT_INVALID', { reason: 'it has no rows' });
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action: 'import', detail: `${file}, ${bodies.length} lines` });
    return journal.import(
      writer(request),
      { file, kind },
      bodies.map((body) => ({ body })),
    );
  });

  app.get(
    '/monitoring/imports',
    route('viewer', { tags, summary: 'Files that were read', response: { 200: z.array(importInfoSchema) } }),
    () => [...journal.imports()],
  );

  app.post('/monitoring/imports/:id/undo', undo, (request) => {
    const { why } = request.body;
    const lines = journal.current({ batch: request.params.id });
    if (lines.length === 0) throw new KwError('KW_NOT_FOUND', { path: `import ${request.params.id} with lines that count` });
    audit.add({
      at: nowMs(),
      actor: sessionIn(request).name,
      action: 'undo import',
      detail: `${request.params.id}, ${lines.length} lines`,
    });
    journal.append(
      writer(request),
      lines.map(({ id, body }) => ({ body, supersedes: id, why, struck: true })),
    );
    return { struck: lines.length };
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

import {
  atMsSchema,
  entryBodySchema,
  entryKindSchema,
  type ImportRequest,
  importRequestSchema,
  importRowErrorSchema,
  KwError,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { type FileTable, readCsv } from '../monitoring/adapters/csv-file.ts';
import { readXlsx } from '../monitoring/adapters/xlsx-rows.ts';
import { rowsIn } from '../monitoring/core/exchange.ts';
import { type ImportOutcome, readRows } from '../monitoring/core/import-rows.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { ApiDeps } from './api-deps.ts';
import { route, sessionIn } from './guard.ts';
import type { ApiServer } from './server-type.ts';

const tags = ['registers'];
const IMPORT_LIMIT = 3 * 1024 * 1024;
const PREVIEW_ROWS = 20;
const ERRORS_SHOWN = 200;
const idSchema = z.strictObject({ id: z.coerce.number().pipe(z.int().min(1)) });
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
const list = route('viewer', { tags, summary: 'Files that were read', response: { 200: z.array(importInfoSchema) } });
const undo = route('staff', {
  tags,
  summary: 'Strike out all lines of a file that still count',
  params: idSchema,
  body: whySchema,
  response: { 200: z.strictObject({ struck: z.int() }) },
});

type Asking = Parameters<typeof sessionIn>[0];

/** Reading files into the journal: looked at first, taken in as a whole or not at all, and undone as a whole. */
export function monitoringImportRoutes(app: ApiServer, monitoring: Monitoring, { audit, nowMs }: Pick<ApiDeps, 'audit' | 'nowMs'>): void {
  const writer = (request: Asking): { by: string; at: number } => ({ by: sessionIn(request).name, at: nowMs() });
  const note = (request: Asking, action: string, detail: string): void => {
    audit.add({ at: nowMs(), actor: sessionIn(request).name, action, detail });
  };

  app.post('/monitoring/imports/preview', preview, async (request) => {
    const { table, outcome } = await readFile(monitoring, request.body);
    const { bodies, errors } = outcome;
    return {
      heads: [...table.heads],
      rows: table.rows.length,
      good: bodies.length,
      errors: errors.slice(0, ERRORS_SHOWN),
      sample: bodies.slice(0, PREVIEW_ROWS),
    };
  });

  app.post('/monitoring/imports', take, async (request) => {
    const { kind, file } = request.body;
    const { bodies, errors } = (await readFile(monitoring, request.body)).outcome;
    const [first] = errors;
    if (first !== undefined)
      throw new KwError('KW_IMPORT_INVALID', {
        reason: `${errors.length} rows are wrong; row ${first.row}, ${first.column ?? 'row'}: ${first.reason}`,
      });
    const [body] = bodies;
    if (body === undefined) throw new KwError('KW_IMPORT_INVALID', { reason: 'it has no rows' });
    note(request, 'import', `${file}, ${bodies.length} lines`);
    const known = bodies.some((one) => one.kind === kind) ? kind : body.kind;
    return monitoring.journal.import(
      writer(request),
      { file, kind: known },
      bodies.map((one) => ({ body: one })),
    );
  });

  app.get('/monitoring/imports', list, () => [...monitoring.journal.imports()]);

  app.post('/monitoring/imports/:id/undo', undo, (request) => {
    const { why } = request.body;
    const { id: batch } = request.params;
    const lines = monitoring.journal.current({ batch });
    if (lines.length === 0) throw new KwError('KW_NOT_FOUND', { path: `import ${batch} with lines that count` });
    note(request, 'undo import', `${batch}, ${lines.length} lines`);
    monitoring.journal.append(
      writer(request),
      lines.map(({ id, body }) => ({ body, supersedes: id, why, struck: true })),
    );
    return { struck: lines.length };
  });
}

/** A file as a table and as lines for the journal: the dry run and the run read it in the very same way. */
async function readFile(
  { mappings }: Monitoring,
  asked: ImportRequest,
): Promise<{ readonly table: FileTable; readonly outcome: ImportOutcome }> {
  const exchange = asked.format === 'exchange' ? mappings.exchange(asked.exchange ?? '') : undefined;
  const table = asked.container === 'xlsx' ? await readXlsx(Buffer.from(asked.text, 'base64')) : readCsv(asked.text, exchange?.delimiter);
  return { table, outcome: exchange === undefined ? readRows(table.rows, asked) : rowsIn(exchange, table.rows) };
}

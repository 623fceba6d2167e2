import type { EntryBody, ImportRequest, ImportRowError } from '@kringwijzer/contract';
import { signal } from '@preact/signals';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { FIELDS, FORM_KINDS, type FormKind } from './register-fields.ts';
import { t, wordOf } from './words.ts';

/** What the hub says of a file before anything is stored. */
export interface Preview {
  readonly heads: readonly string[];
  readonly rows: number;
  readonly good: number;
  readonly errors: readonly ImportRowError[];
  /** The first rows as they would be stored. */
  readonly sample: readonly EntryBody[];
}

/** A file that was read. */
export interface ImportInfo {
  readonly id: number;
  readonly file: string;
  readonly rows: number;
  readonly standing: number;
}

/** The state of reading a file, and the two things a person asks for: check it, read it in. */
export function createImport(done: () => void) {
  const form = signal<ImportRequest>({ file: '', kind: 'sale', text: '', container: 'csv', format: 'columns', mapping: {}, constants: {} });
  const preview = signal<Preview | undefined>(undefined);
  const taken = signal<number | undefined>(undefined);
  const look = createTask(async () => {
    taken.value = undefined;
    preview.value = await apiPost<Preview>('/monitoring/imports/preview', form.value);
    // The heads of a workbook are only known once the hub has read it.
    const mapping = guessed(preview.value.heads, form.value.kind);
    if (form.value.format !== 'columns' || Object.keys(form.value.mapping).length > 0 || Object.keys(mapping).length === 0) return;
    form.value = { ...form.value, mapping };
    preview.value = await apiPost<Preview>('/monitoring/imports/preview', form.value);
  });
  const take = createTask(async () => {
    taken.value = (await apiPost<ImportInfo>('/monitoring/imports', form.value)).rows;
    preview.value = undefined;
    done();
  });
  return { form, preview, taken, look, take };
}

/** A chosen file as the hub wants it: text, or a workbook in base64. */
export async function fileOf(file: File): Promise<Pick<ImportRequest, 'file' | 'text' | 'container'>> {
  if (!file.name.toLowerCase().endsWith('.xlsx')) return { file: file.name, text: await file.text(), container: 'csv' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCodePoint(...bytes.subarray(at, at + 8_192));
  return { file: file.name, text: btoa(binary), container: 'xlsx' };
}

/** What is wrong with a row, in the language of the page. */
export function rowErrorText({ row, column, code, value }: ImportRowError): string {
  const wrong = t.value(`row.${code}`);
  const reason = value === undefined ? wrong : t.value('import.value', { value, wrong });
  return t.value('import.row', { row: String(row), column: column ?? '', reason });
}

/** Fields a column can be for, of a kind. */
export const fieldsOf = (kind: FormKind): readonly string[] => [
  'date',
  ...FIELDS[kind].map(({ name }) => name),
  ...(kind === 'people' ? [] : ['stream']),
  'source',
];

/** The word of a field. */
export function fieldWord(field: string): string {
  if (field === 'date') return t.value('register.date');
  if (field === 'stream') return t.value('register.stream');
  return field === 'source' ? t.value('register.source') : wordOfField(field);
}

const wordOfField = (field: string): string => {
  const known = FORM_KINDS.flatMap((kind) => FIELDS[kind]).find(({ name }) => name === field);
  return known === undefined ? field : t.value(known.label);
};

/** Columns whose head is the word or the name of a field. */
function guessed(heads: readonly string[], kind: ImportRequest['kind']): Record<string, string> {
  const known = FORM_KINDS.find((name) => name === kind);
  const pairs = (known === undefined ? [] : fieldsOf(known)).flatMap((field) => {
    const wanted = [field, fieldWord(field), wordOf('value', field)].map((word) => word.toLowerCase().replace('’', "'"));
    const head = heads.find((name) => wanted.includes(name.toLowerCase()));
    return head === undefined ? [] : [[field, head] as const];
  });
  return Object.fromEntries(pairs);
}

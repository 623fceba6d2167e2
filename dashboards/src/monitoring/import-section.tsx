import type { ImportRequest, ImportRowError } from '@kringwijzer/contract';
import { signal } from '@preact/signals';
import check from 'lucide-static/icons/check.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { useLoad } from '../data/load.ts';
import { createTask, type Task } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { Pick } from './field.tsx';
import { FIELDS, FORM_KINDS, type FormKind } from './register-fields.ts';
import { t, wordOf } from './words.ts';

interface Preview {
  readonly heads: readonly string[];
  readonly rows: number;
  readonly good: number;
  readonly errors: readonly ImportRowError[];
}
interface ImportInfo {
  readonly id: number;
  readonly file: string;
  readonly rows: number;
  readonly standing: number;
}

const FORMATS = ['columns', 'repair-cafe', 'open-repair'] as const;

/** The state of reading a file, and the two things a person asks for: check it, read it in. */
function createImport(done: () => void) {
  const form = signal<ImportRequest>({ file: '', kind: 'sale', text: '', format: 'columns', mapping: {}, constants: {} });
  const preview = signal<Preview | undefined>(undefined);
  const taken = signal<number | undefined>(undefined);
  const look = createTask(async () => {
    taken.value = undefined;
    preview.value = await apiPost<Preview>('/monitoring/imports/preview', form.value);
  });
  const take = createTask(async () => {
    taken.value = (await apiPost<ImportInfo>('/monitoring/imports', form.value)).rows;
    preview.value = undefined;
    done();
  });
  return { form, preview, taken, look, take };
}

/** Reads a file in three steps: choose, check, read in; a file that was read can be undone. */
export function ImportSection({ done }: { readonly done: () => void }): JSX.Element {
  const imports = useLoad<readonly ImportInfo[]>('/monitoring/imports');
  const { form, preview, taken, look, take } = useMemo(
    () =>
      createImport(() => {
        imports.reload();
        done();
      }),
    [],
  );
  const set = (patch: Partial<ImportRequest>): void => {
    form.value = { ...form.value, ...patch };
    preview.value = undefined;
  };
  const { value } = form;
  return (
    <Section id="import" title={t.value('import.title')}>
      <Chooser value={value} set={set} look={look} />
      <Failure status={look.status.value} />
      {preview.value !== undefined && (
        <PreviewCard preview={preview.value} request={value} onMap={(field, head) => set({ mapping: { ...value.mapping, [field]: head } })}>
          <Button
            svg={check}
            kind="primary"
            label={t.value('import.take')}
            disabled={preview.value.errors.length > 0 || preview.value.good === 0}
            busy={take.status.value.state === 'busy'}
            onClick={() => void take.run()}
          />
        </PreviewCard>
      )}
      <Failure status={take.status.value} />
      {taken.value !== undefined && <Notice tone="good" svg={check} role="status" title={t.value('import.done', { count: taken.value })} />}
      <ImportList
        imports={imports.loaded.value.data ?? []}
        done={() => {
          imports.reload();
          done();
        }}
      />
    </Section>
  );
}

interface ChooserProps {
  readonly value: ImportRequest;
  readonly set: (patch: Partial<ImportRequest>) => void;
  readonly look: Task<[]>;
}

function Chooser({ value, set, look }: ChooserProps): JSX.Element {
  const fileId = useId();
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = await file.text();
    const [heads = ''] = text.replace(/^\uFEFF/u, '').split(/\r?\n/u, 1);
    set({
      file: file.name,
      text,
      mapping: guessed(
        heads.split(/[;,\t]/u).map((head) => head.replaceAll('"', '').trim()),
        value.kind,
      ),
    });
  };
  return (
    <div class="results-form">
      <Pick
        label={t.value('import.format')}
        value={value.format}
        options={FORMATS.map((format) => ({ value: format, word: t.value(`import.${format}`) }))}
        onPick={(picked) => {
          const format = FORMATS.find((known) => known === picked) ?? 'columns';
          set({
            format,
            kind: format === 'columns' ? value.kind : 'repair',
            constants: format === 'repair-cafe' ? { source: 'Repair Café' } : {},
          });
        }}
      />
      {value.format === 'columns' && (
        <Pick
          label={t.value('register.kind')}
          value={value.kind}
          options={FORM_KINDS.map((kind) => ({ value: kind, word: t.value(`kind.${kind}`) }))}
          onPick={(kind) => set({ kind: FORM_KINDS.find((known) => known === kind) ?? 'sale' })}
        />
      )}
      <div class="field">
        <label for={fileId}>{t.value('import.file')}</label>
        <input id={fileId} type="file" accept=".csv,text/csv" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      <Button
        svg={eye}
        label={t.value('import.preview')}
        disabled={value.text === ''}
        busy={look.status.value.state === 'busy'}
        onClick={() => void look.run()}
      />
    </div>
  );
}

function PreviewCard(props: {
  readonly preview: Preview;
  readonly request: ImportRequest;
  readonly onMap: (field: string, head: string) => void;
  readonly children: JSX.Element;
}): JSX.Element {
  const { preview, request } = props;
  const kind = FORM_KINDS.find((known) => known === request.kind);
  const fields = request.format === 'columns' && kind !== undefined ? fieldsOf(kind) : [];
  return (
    <div class="card">
      <p role="status">
        {t.value('import.good', { count: preview.good })}, {t.value('import.bad', { count: preview.errors.length })}
      </p>
      <ul class="results-list">
        {preview.errors.slice(0, 10).map((error, index) => (
          <li key={index}>{t.value('import.row', { row: String(error.row), column: error.column ?? '', reason: error.reason })}</li>
        ))}
      </ul>
      <div class="results-form">
        {fields.map((field) => (
          <Pick
            key={field}
            label={t.value('import.map', { field: fieldWord(field) })}
            value={request.mapping?.[field] ?? ''}
            options={['', ...preview.heads].map((head) => ({ value: head, word: head === '' ? '–' : head }))}
            onPick={(head) => props.onMap(field, head)}
          />
        ))}
      </div>
      {props.children}
    </div>
  );
}

function ImportList({ imports, done }: { readonly imports: readonly ImportInfo[]; readonly done: () => void }): JSX.Element | null {
  const task = useMemo(
    () =>
      createTask(async (id: number) => {
        await apiPost(`/monitoring/imports/${id}/undo`, { why: t.value('import.undo') });
        done();
      }),
    [],
  );
  if (imports.length === 0) return null;
  return (
    <>
      <h3>{t.value('import.list')}</h3>
      <ul class="results-list">
        {imports.map(({ id, file, rows, standing }) => (
          <li key={id}>
            <div class="results-line">
              <span>
                {file}: {t.value('import.standing', { standing: String(standing), rows: String(rows) })}
              </span>
              {standing > 0 && <Button svg={undo} label={t.value('import.undo')} onClick={() => void task.run(id)} />}
            </div>
          </li>
        ))}
      </ul>
      <Failure status={task.status.value} />
    </>
  );
}

const fieldsOf = (kind: FormKind): readonly string[] => [
  'date',
  ...FIELDS[kind].map(({ name }) => name),
  ...(kind === 'people' ? [] : ['stream']),
  'source',
];

function fieldWord(field: string): string {
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

import type { ImportRequest } from '@kringwijzer/contract';
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
import { entryText } from './entry-text.ts';
import { Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { createImport, fieldsOf, fieldWord, fileOf, type ImportInfo, type Preview, rowErrorText } from './import-flow.ts';
import { FORM_KINDS } from './register-fields.ts';
import { t } from './words.ts';

const SAMPLE_SHOWN = 5;
const FORMATS = ['columns', 'repair-cafe', 'open-repair'] as const;

/** Reads a file in three steps: choose, check, read in; a file that was read can be undone. */
export function ImportSection({ about, done }: { readonly about: Definitions; readonly done: () => void }): JSX.Element {
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
      <Chooser value={value} exchanges={about.exchanges} set={set} look={look} />
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
  readonly exchanges: Definitions['exchanges'];
  readonly set: (patch: Partial<ImportRequest>) => void;
  readonly look: Task<[]>;
}

function Chooser({ value, exchanges, set, look }: ChooserProps): JSX.Element {
  const fileId = useId();
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    // What was chosen before must not be checked or read in while this one is on its way.
    set({ text: '' });
    set({ ...(await fileOf(file)), mapping: {} });
  };
  const chosen = value.format === 'exchange' ? `exchange:${value.exchange ?? ''}` : value.format;
  return (
    <div class="results-form">
      <Pick
        label={t.value('import.format')}
        value={chosen}
        options={[
          ...FORMATS.map((format) => ({ value: format, word: t.value(`import.${format}`) })),
          ...exchanges.map(({ id, name }) => ({ value: `exchange:${id}`, word: name })),
        ]}
        onPick={(picked) => set(formOf(picked, value))}
      />
      {value.format === 'columns' && (
        <Pick
          label={t.value('register.kind')}
          value={value.kind}
          options={FORM_KINDS.map((kind) => ({ value: kind, word: t.value(`kind.${kind}`) }))}
          onPick={(kind) => set({ kind: FORM_KINDS.find((known) => known === kind) ?? 'sale', mapping: {} })}
        />
      )}
      <div class="field">
        <label for={fileId}>{t.value('import.file')}</label>
        <input
          id={fileId}
          type="file"
          accept=".csv,text/csv,.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
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

/** The form of a file that was picked, with what belongs to it. */
function formOf(picked: string, { kind }: ImportRequest): Partial<ImportRequest> {
  const [, exchange] = picked.split('exchange:');
  if (exchange !== undefined) return { format: 'exchange', exchange, mapping: {}, constants: {} };
  const format = FORMATS.find((known) => known === picked) ?? 'columns';
  const constants: Readonly<Record<string, string>> = format === 'repair-cafe' ? { source: 'Repair Café' } : {};
  return { format, kind: format === 'columns' ? kind : 'repair', mapping: {}, constants };
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
          <li key={index}>{rowErrorText(error)}</li>
        ))}
      </ul>
      {preview.sample.length > 0 && (
        <>
          <h3>{t.value('import.sample')}</h3>
          <ul class="results-list">
            {preview.sample.slice(0, SAMPLE_SHOWN).map((body, index) => (
              <li key={index}>{entryText({ body })}</li>
            ))}
          </ul>
        </>
      )}
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

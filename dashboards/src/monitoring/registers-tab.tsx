import type { JournalEntry } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { apiPost } from '../data/api.ts';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { EntryList } from './entry-list.tsx';
import { Field, Pick } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { ImportSection } from './import-section.tsx';
import { midnightOf, today } from './period.ts';
import { bodyOf, FIELDS, FORM_KINDS, type FormKind } from './register-fields.ts';
import { Saver } from './saver.tsx';
import { t, wordOf } from './words.ts';

const STREAMS = ['', 'textile', 'bicycles', 'furniture', 'electricals', 'building', 'other'];

/** What sensors cannot see: typed in or read from a file, corrected by striking out, never lost. */
export function RegistersTab({ about }: { readonly about: Definitions }): JSX.Element {
  const kind = useSignal<FormKind>('sale');
  const { loaded, reload } = useLoad<readonly JournalEntry[]>(`/monitoring/entries?kinds=${kind.value}`);
  return (
    <>
      <div class="results-choices">
        <Pick
          label={t.value('register.kind')}
          value={kind.value}
          options={FORM_KINDS.map((value) => ({ value, word: t.value(`kind.${value}`) }))}
          onPick={(value) => (kind.value = FORM_KINDS.find((known) => known === value) ?? 'sale')}
        />
      </div>
      {mayAct('staff') && <EntryForm key={kind.value} kind={kind.value} done={reload} />}
      <Section id="lines" title={t.value('register.list')}>
        <LoadState loaded={loaded.value} reload={reload} />
        <EntryList lines={loaded.value.data ?? []} done={reload} />
      </Section>
      {mayAct('staff') && <ImportSection about={about} done={reload} />}
    </>
  );
}

function EntryForm({ kind, done }: { readonly kind: FormKind; readonly done: () => void }): JSX.Element {
  const typed = useSignal<Readonly<Record<string, string>>>({ date: today() });
  const set = (name: string, value: string): void => {
    typed.value = { ...typed.value, [name]: value };
  };
  const from = midnightOf(typed.value['date'] ?? today());
  const body = bodyOf(kind, typed.value, { from, to: from });
  const save = async (): Promise<void> => {
    await apiPost('/monitoring/entries', body);
    done();
  };
  return (
    <Saver label={t.value('register.save')} save={save} ready={body !== undefined}>
      <Field
        label={t.value('register.date')}
        type="date"
        value={typed.value['date'] ?? ''}
        onInput={(value) => set('date', value === '' ? today() : value)}
      />
      {FIELDS[kind].map(({ name, label, type, options }) =>
        type === 'choice' ? (
          <Pick
            key={name}
            label={t.value(label)}
            value={typed.value[name] ?? options?.[0] ?? ''}
            options={(options ?? []).map((value) => ({ value, word: wordOf('value', value) }))}
            onPick={(value) => set(name, value)}
          />
        ) : (
          <Field key={name} label={t.value(label)} type={type} value={typed.value[name] ?? ''} onInput={(value) => set(name, value)} />
        ),
      )}
      {kind !== 'people' && (
        <Pick
          label={t.value('register.stream')}
          value={typed.value['stream'] ?? ''}
          options={STREAMS.map((value) => ({ value, word: value === '' ? t.value('register.noStream') : wordOf('stream', value) }))}
          onPick={(value) => set('stream', value)}
        />
      )}
      <Field label={t.value('register.source')} value={typed.value['source'] ?? ''} onInput={(value) => set('source', value)} />
    </Saver>
  );
}

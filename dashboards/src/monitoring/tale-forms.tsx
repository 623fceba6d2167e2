import type { EntryOf } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Field, Pick } from './field.tsx';
import { midnightOf, today } from './period.ts';
import { OWN, write } from './plan-forms.tsx';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

type Reliability = EntryOf<'partner'>['reliability'];
const RELIABILITIES = ['high', 'medium', 'low', 'unknown'] as const satisfies readonly Reliability[];

interface FormProps {
  readonly done: () => void;
}

/** A story of something that went well, for the newsletter. */
export function StoryForm({ done }: FormProps): JSX.Element {
  const form = useSignal({ title: '', text: '', day: today() });
  const id = useId();
  const set = (patch: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...patch };
  };
  const { title, text, day } = form.value;
  const save = async (): Promise<void> => {
    const at = midnightOf(day);
    await write({ kind: 'story', ...OWN, title, text, from: at, to: at });
    done();
  };
  return (
    <>
      <p>{t.value('plan.story.text')}</p>
      <Saver label={t.value('plan.save')} save={save} ready={title !== '' && text !== ''}>
        <Field label={t.value('plan.name')} value={title} onInput={(value) => set({ title: value })} />
        <Field label={t.value('register.date')} type="date" value={day} onInput={(value) => set({ day: value === '' ? day : value })} />
        <div class="field">
          <label for={id}>{t.value('kind.story')}</label>
          <textarea id={id} rows={4} maxLength={1_000} value={text} onInput={(event) => set({ text: event.currentTarget.value })} />
        </div>
      </Saver>
    </>
  );
}

interface PartnerTyped {
  readonly name: string;
  readonly records: string;
  readonly reliability: Reliability;
}

/** Who of the partners records what, and how far it can be trusted. */
export function PartnerForm({ done }: FormProps): JSX.Element {
  const form = useSignal<PartnerTyped>({ name: '', records: '', reliability: 'unknown' });
  const set = (patch: Partial<PartnerTyped>): void => {
    form.value = { ...form.value, ...patch };
  };
  const { name, records, reliability } = form.value;
  const save = async (): Promise<void> => {
    const at = midnightOf(today());
    await write({ kind: 'partner', ...OWN, ...form.value, from: at, to: at });
    done();
  };
  return (
    <Saver label={t.value('plan.save')} save={save} ready={name !== '' && records !== ''}>
      <Field label={t.value('plan.name')} value={name} onInput={(value) => set({ name: value })} />
      <Field label={t.value('plan.partner.records')} value={records} onInput={(value) => set({ records: value })} />
      <Pick
        label={t.value('plan.reliability')}
        value={reliability}
        options={RELIABILITIES.map((value) => ({ value, word: t.value(`reliability.${value}`) }))}
        onPick={(value) => set({ reliability: RELIABILITIES.find((known) => known === value) ?? 'unknown' })}
      />
    </Saver>
  );
}

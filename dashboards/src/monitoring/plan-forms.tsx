import type { EntryBody } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { i18n } from '../words/words.ts';
import { Field, Pick, typedNumber } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { midnightOf, period, today } from './period.ts';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

/** Who says so, for plans made on this page. */
export const OWN = { method: 'administration', source: 'Kringwijzer' } as const;
/** Writes a line into the journal. */
export const write = (body: EntryBody): Promise<unknown> => apiPost('/monitoring/entries', body);

interface TargetTyped {
  readonly indicator: string;
  readonly direction: 'at_least' | 'at_most';
  readonly value: string;
}

interface MarkerTyped {
  readonly type: (typeof TYPES)[number];
  readonly text: string;
  readonly day: string;
}

/** A figure to reach by the end of the chosen period. */
export function TargetForm({ about, done }: { readonly about: Definitions; readonly done: () => void }): JSX.Element {
  const form = useSignal<TargetTyped>({ indicator: 'mass_in', direction: 'at_least', value: '' });
  const value = typedNumber(form.value.value);
  const save = async (): Promise<void> => {
    if (value === undefined) return;
    const { from, to } = period.value;
    const { indicator, direction } = form.value;
    await write({ kind: 'target', ...OWN, indicator, direction, value, from, to });
    done();
  };
  const set = (patch: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...patch };
  };
  return (
    <Saver label={t.value('plan.target')} save={save} ready={value !== undefined}>
      <Pick
        label={t.value('plan.indicator')}
        value={form.value.indicator}
        options={about.indicators.map(({ id, name, unit }) => ({ value: id, word: `${name[i18n.language.value]} (${unit})` }))}
        onPick={(indicator) => set({ indicator })}
      />
      <Pick
        label={t.value('plan.direction')}
        value={form.value.direction}
        options={[
          { value: 'at_least', word: t.value('plan.at_least') },
          { value: 'at_most', word: t.value('plan.at_most') },
        ]}
        onPick={(direction) => set({ direction: direction === 'at_most' ? 'at_most' : 'at_least' })}
      />
      <Field label={t.value('plan.value')} type="number" value={form.value.value} onInput={(typed) => set({ value: typed })} />
    </Saver>
  );
}

const TYPES = ['campaign', 'closure', 'tariff', 'change', 'other'] as const;

/** Something that happened and that charts must show: a campaign, a closure, another tariff. */
export function MarkerForm({ done }: { readonly done: () => void }): JSX.Element {
  const form = useSignal<MarkerTyped>({ type: 'campaign', text: '', day: today() });
  const set = (patch: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...patch };
  };
  const save = async (): Promise<void> => {
    const { type, text, day } = form.value;
    const at = midnightOf(day);
    await write({ kind: 'marker', ...OWN, type, text, from: at, to: at });
    done();
  };
  return (
    <Saver label={t.value('plan.save')} save={save} ready={form.value.text !== ''}>
      <Field label={t.value('plan.text')} value={form.value.text} onInput={(text) => set({ text })} />
      <Pick
        label={t.value('plan.type')}
        value={form.value.type}
        options={TYPES.map((type) => ({ value: type, word: t.value(`type.${type}`) }))}
        onPick={(type) => set({ type: TYPES.find((known) => known === type) ?? 'other' })}
      />
      <Field label={t.value('register.date')} type="date" value={form.value.day} onInput={(day) => set({ day })} />
    </Saver>
  );
}

/** Freezes the figures of the chosen period, with what will be adjusted. */
export function EvaluationForm({ done }: { readonly done: () => void }): JSX.Element {
  const form = useSignal({ title: '', text: '' });
  const id = useId();
  const save = async (): Promise<void> => {
    const { from, to } = period.value;
    await write({ kind: 'evaluation', ...OWN, ...form.value, from, to });
    done();
  };
  return (
    <>
      <p>{t.value('plan.evaluation.text')}</p>
      <Saver label={t.value('plan.save')} save={save} ready={form.value.title !== ''}>
        <Field label={t.value('plan.name')} value={form.value.title} onInput={(title) => (form.value = { ...form.value, title })} />
        <div class="field">
          <label for={id}>{t.value('plan.adjust')}</label>
          <textarea
            id={id}
            rows={3}
            value={form.value.text}
            onInput={(event) => {
              form.value = { ...form.value, text: event.currentTarget.value };
            }}
          />
        </div>
      </Saver>
    </>
  );
}

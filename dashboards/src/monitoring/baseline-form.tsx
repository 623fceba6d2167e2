import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';
import { Field, Pick, typedNumber } from './field.tsx';
import type { Definitions } from './hub-types.ts';
import { period } from './period.ts';
import { OWN, write } from './plan-forms.tsx';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

/** Figures a centre may know of before there were sensors. */
const TYPED = [
  'mass_in',
  'visits',
  'reused_mass',
  'recycled_mass',
  'residual_mass',
  'repairs',
  'repairs_fixed',
  'sales_pieces',
  'revenue',
  'customers',
  'volunteers',
  'satisfaction',
] as const;

interface BaselineTyped {
  readonly name: string;
  readonly how: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The chosen period becomes what later ones are compared with: measured by the hub, or typed in from what was known. */
export function BaselineForm({ about, done }: { readonly about: Definitions; readonly done: () => void }): JSX.Element {
  const form = useSignal<BaselineTyped>({ name: '', how: 'measured', values: {} });
  const set = (patch: Partial<BaselineTyped>): void => {
    form.value = { ...form.value, ...patch };
  };
  const { name, how, values } = form.value;
  const figures = figuresOf(values);
  const isTyped = how === 'typed';
  const ready = name !== '' && (!isTyped || (figures !== undefined && Object.keys(figures).length > 0));
  const save = async (): Promise<void> => {
    const { from, to } = period.value;
    await write({ kind: 'baseline', ...OWN, name, from, to, ...(isTyped && figures !== undefined && { values: figures }) });
    done();
  };
  return (
    <>
      <p>{t.value('plan.baseline.text')}</p>
      <Saver label={t.value('plan.save')} save={save} ready={ready}>
        <Field label={t.value('plan.name')} value={name} onInput={(value) => set({ name: value })} />
        <Pick
          label={t.value('plan.baseline.how')}
          value={how}
          options={[
            { value: 'measured', word: t.value('plan.baseline.measured') },
            { value: 'typed', word: t.value('plan.baseline.typed') },
          ]}
          onPick={(value) => set({ how: value })}
        />
        {isTyped && (
          <fieldset class="results-form results-all">
            <legend>{t.value('plan.baseline.fill')}</legend>
            {about.indicators
              .filter(({ id }) => TYPED.some((known) => known === id))
              .map(({ id, name: word, unit }) => (
                <Field
                  key={id}
                  type="number"
                  label={`${word[i18n.language.value]} (${unit})`}
                  value={values[id] ?? ''}
                  onInput={(value) => set({ values: { ...values, [id]: value } })}
                />
              ))}
          </fieldset>
        )}
      </Saver>
    </>
  );
}

/** The figures that were filled in; undefined while one of them is no number. */
function figuresOf(values: Readonly<Record<string, string>>): Readonly<Record<string, number>> | undefined {
  const filled = Object.entries(values).filter(([, text]) => text.trim() !== '');
  const numbers = filled.flatMap(([id, text]) => {
    const value = typedNumber(text);
    return value === undefined ? [] : [[id, value] as const];
  });
  return numbers.length === filled.length ? Object.fromEntries(numbers) : undefined;
}

import type { EntryBody } from '@kringwijzer/contract';
import { typedNumber } from './field.tsx';
import type { ResultsWord } from './words.ts';

/** Kinds a person can type in here; repairs by the dozen and surveys come by file. */
export const FORM_KINDS = ['sale', 'outcome', 'weighing', 'weighbridge', 'count', 'repair', 'people'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** A field of a form: a number, a text, or one of a list. */
export interface FormField {
  readonly name: string;
  readonly label: ResultsWord & `field.${string}`;
  readonly type: 'number' | 'text' | 'choice';
  readonly options?: readonly string[];
  readonly optional?: boolean;
}

const number = (name: string, optional = false): FormField => ({
  name,
  label: `field.${name}` as FormField['label'],
  type: 'number',
  optional,
});
const choice = (name: string, options: readonly string[]): FormField => ({
  name,
  label: `field.${name}` as FormField['label'],
  type: 'choice',
  options,
});
const text = (name: string): FormField => ({ name, label: `field.${name}` as FormField['label'], type: 'text' });

const GROUPS = [
  'paid_staff',
  'target_group',
  'learn_work_places',
  'volunteers',
  'day_care',
  'pupils',
  'course_participants',
  'event_participants',
];

/** Fields of each kind, beside date, source and kind of goods. */
export const FIELDS: Readonly<Record<FormKind, readonly FormField[]>> = {
  sale: [number('pieces'), number('massKg', true), number('euros'), number('customers', true)],
  outcome: [
    choice('outcome', ['resold', 'repaired', 'refurbished', 'repurposed', 'recycled', 'residual']),
    number('massKg'),
    number('pieces', true),
  ],
  weighing: [choice('direction', ['in', 'out']), number('massKg')],
  weighbridge: [choice('direction', ['out', 'in']), number('massKg'), text('ticket')],
  count: [choice('what', ['pieces_in', 'pieces_out', 'visits']), number('count')],
  repair: [text('product'), choice('status', ['fixed', 'repairable', 'end_of_life', 'unknown']), text('problem')],
  people: [choice('group', GROUPS), number('persons'), number('fte', true)],
};

const SCALES: Readonly<Record<string, readonly [field: string, times: number]>> = { massKg: ['massG', 1_000], euros: ['cents', 100] };

type Typed = Readonly<Record<string, string>>;

/** A line for the journal from what was typed; undefined while something is missing or not a number. */
export function bodyOf(kind: FormKind, typed: Typed, time: { readonly from: number; readonly to: number }): EntryBody | undefined {
  const { source = '', stream = '' } = typed;
  const fields = FIELDS[kind].map((field) => typedField(field, typed));
  if (source === '' || fields.includes(undefined)) return undefined;
  const method = kind === 'weighing' || kind === 'weighbridge' ? 'weighed' : 'administration';
  const own = { ...(kind === 'repair' && { country: 'NLD' }), ...(kind !== 'people' && stream !== '' && { stream }) };
  return { kind, ...time, method, source, ...own, ...Object.assign({}, ...fields) } as EntryBody;
}

/** What one field adds to the line: nothing when it may be left out and was, undefined when it is missing or wrong. */
function typedField({ name, type, options, optional }: FormField, typed: Typed): Readonly<Record<string, string | number>> | undefined {
  const entered = typed[name] ?? (type === 'choice' ? (options?.[0] ?? '') : '');
  if (entered === '') return optional === true ? {} : undefined;
  if (type !== 'number') return { [name]: entered };
  const value = typedNumber(entered);
  if (value === undefined || value < 0) return undefined;
  const [field, times] = SCALES[name] ?? [name, 1];
  return { [field]: field === 'fte' ? value : Math.round(value * times) };
}

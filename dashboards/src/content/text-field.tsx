import type { LocalText, TranslationLanguage } from '@kringwijzer/contract';
import { LANGUAGE_INFO } from '@kringwijzer/ui';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from './words.ts';

/** Letters left, and share of the whole, below which the writer is warned. */
const FEW_LEFT = 15;
const FEW_SHARE = 0.25;

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  /** Longest text, in characters; the field stops there and says how many are left. */
  readonly max: number;
  readonly rows?: number;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly onInput: (value: string) => void;
}

/** A text of limited length with the letters that are left. */
export function TextField(props: TextFieldProps): JSX.Element {
  const id = useId();
  const left = props.max - props.value.length;
  const field = {
    id,
    value: props.value,
    maxLength: props.max,
    lang: props.lang,
    dir: props.dir,
    autocomplete: 'off',
    'aria-describedby': props.hint === undefined ? `${id}-left` : `${id}-hint ${id}-left`,
    onInput: (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => props.onInput(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {props.hint}
        </p>
      )}
      {props.rows === undefined ? <input type="text" {...field} /> : <textarea rows={props.rows} {...field} />}
      <p id={`${id}-left`} class="letters-left" data-few={left <= Math.min(FEW_LEFT, props.max * FEW_SHARE)}>
        {t.value('left.line', { count: left })}
      </p>
    </div>
  );
}

/** The language a form writes in: Dutch, or one of the others. */
export type WriteLanguage = 'nl' | TranslationLanguage;

interface LocalFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly text: LocalText;
  readonly language: WriteLanguage;
  readonly max: number;
  readonly rows?: number;
  readonly onChange: (text: LocalText) => void;
}

/** A text in the language the form writes in, with the Dutch words beside it when that is another one. */
export function LocalField({ label, hint, text, language, max, rows, onChange }: LocalFieldProps): JSX.Element {
  const isDutch = language === 'nl';
  return (
    <TextField
      label={isDutch ? label : t.value('language.in', { label, language: LANGUAGE_INFO[language].name })}
      hint={isDutch ? hint : text.nl}
      value={text[language] ?? ''}
      max={max}
      {...(rows !== undefined && { rows })}
      lang={language}
      dir={LANGUAGE_INFO[language].dir}
      onInput={(value) => onChange(written(text, language, value))}
    />
  );
}

/** A changed translation has not been checked; an empty one is not there. */
function written(text: LocalText, language: WriteLanguage, value: string): LocalText {
  const { reviewed, ...rest } = { ...text, [language]: value };
  if (language !== 'nl' && value === '') delete rest[language];
  const still = reviewed?.filter((one) => one !== language) ?? [];
  return still.length === 0 ? rest : { ...rest, reviewed: still };
}

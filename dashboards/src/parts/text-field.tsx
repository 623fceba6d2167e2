import type { JSX } from 'preact';

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'decimal' | 'numeric';
  /** Words to choose from while typing. */
  readonly offers?: readonly string[];
  /** What is wrong with what was typed. */
  readonly wrong?: string | undefined;
}

/** One line of text in a form: label above, hint or what is wrong below, read together by screen readers. */
export function TextField(props: TextFieldProps): JSX.Element {
  const { id, value = '', required = false, maxLength = 80, inputMode = 'text', offers = [], wrong } = props;
  const below = wrong ?? props.hint;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        name={id}
        defaultValue={value}
        required={required}
        maxLength={maxLength}
        inputMode={inputMode}
        autocomplete="off"
        list={offers.length === 0 ? undefined : `${id}-offers`}
        aria-invalid={wrong !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
      />
      <Offers id={`${id}-offers`} offers={offers} />
      {below !== undefined && <Below id={`${id}-below`} text={below} isWrong={wrong !== undefined} />}
    </div>
  );
}

function Offers(props: { readonly id: string; readonly offers: readonly string[] }): JSX.Element | null {
  if (props.offers.length === 0) return null;
  return (
    <datalist id={props.id}>
      {props.offers.map((offer) => (
        <option key={offer} value={offer} />
      ))}
    </datalist>
  );
}

function Below(props: { readonly id: string; readonly text: string; readonly isWrong: boolean }): JSX.Element {
  return (
    <p id={props.id} class={props.isWrong ? 'field-wrong' : 'field-hint'} role={props.isWrong ? 'alert' : undefined}>
      {props.text}
    </p>
  );
}

/** What stands in a field of a form, without spaces around it. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A labelled input of one line. */
export function Field(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'date' | 'number';
}): JSX.Element {
  const id = useId();
  const common = { id, value: props.value, autocomplete: 'off' };
  const tell = (event: { readonly currentTarget: HTMLInputElement }): void => {
    props.onInput(event.currentTarget.value);
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.type === 'date' ? (
        <input type="date" {...common} onChange={tell} />
      ) : (
        // At each key: data that comes in draws the form anew, and what was typed must be in it by then.
        <input type="text" inputMode={props.type === 'number' ? 'decimal' : 'text'} {...common} onInput={tell} />
      )}
    </div>
  );
}

/** A labelled choice out of a list. */
export function Pick(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly word: string }[];
  readonly onPick: (value: string) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        onChange={(event) => {
          props.onPick(event.currentTarget.value);
        }}
      >
        {props.options.map(({ value, word }) => (
          <option key={value} value={value} selected={value === props.value}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A number as people type it, with comma or point; undefined when it is none. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll(/\s/gu, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/u.test(plain) ? Number(plain) : undefined;
}

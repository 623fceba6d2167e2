import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A labelled input of one line with a hint, and what is wrong with it. */
export function LineField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'time' | 'url';
  readonly numeric?: boolean;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
}): JSX.Element {
  const id = useId();
  const note = props.wrong ?? props.hint;
  const common = {
    id,
    autocomplete: props.type === 'email' ? 'email' : 'off',
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
    'aria-invalid': props.wrong !== undefined,
    value: props.value,
    onInput: (event: { readonly currentTarget: HTMLInputElement }): void => {
      props.onInput(event.currentTarget.value);
    },
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <Input type={props.type ?? 'text'} numeric={props.numeric === true} common={common} />
      {note !== undefined && (
        <span id={`${id}-note`} class={props.wrong === undefined ? 'field-hint' : 'field-wrong'}>
          {note}
        </span>
      )}
    </div>
  );
}

function Input(props: {
  readonly type: 'text' | 'email' | 'time' | 'url';
  readonly numeric: boolean;
  readonly common: object;
}): JSX.Element {
  switch (props.type) {
    case 'time':
      return <input type="time" {...props.common} />;
    case 'email':
      return <input type="email" {...props.common} />;
    case 'url':
      return <input type="url" {...props.common} />;
    default:
      return <input type="text" inputMode={props.numeric ? 'numeric' : 'text'} {...props.common} />;
  }
}

import type { JSX } from 'preact';

/** A box to tick with its words, tall enough for gloves. */
export function Tick(props: {
  readonly label: string;
  readonly on: boolean;
  readonly strong?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}): JSX.Element {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={props.on}
        disabled={props.disabled === true}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
      <span class={props.strong === true ? 'tick-strong' : undefined}>{props.label}</span>
    </label>
  );
}

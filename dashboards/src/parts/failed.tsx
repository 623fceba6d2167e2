import type { JSX } from 'preact';

/** What is wrong with a field, read at once; the field names it with `aria-describedby`. */
export function Failed(props: { readonly id: string; readonly text: string }): JSX.Element {
  return (
    <p id={props.id} class="field-wrong" role="alert">
      {props.text}
    </p>
  );
}

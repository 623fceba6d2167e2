import type { JSX } from 'preact';

/** The mark: an open ring with a pointer through its gap. The ring takes the text colour, the pointer the brand colour. */
export function Mark(props: { readonly class?: string }): JSX.Element {
  return (
    <svg class={props.class === undefined ? 'kw-mark' : `kw-mark ${props.class}`} viewBox="8 6 50 50" aria-hidden="true" focusable="false">
      <path class="kw-mark-ring" d="M36.14 14.47A18 18 0 1 0 49.53 27.86" fill="none" stroke-width="6" stroke-linecap="round" />
      <path class="kw-mark-pointer" d="M51.6 12.4 35.9 34.2a5.2 5.2 0 1 1-6.1-6.1z" />
    </svg>
  );
}

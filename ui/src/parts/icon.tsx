import type { JSX } from 'preact';

/** A drawn icon from the text of a trusted SVG file (import it with `?raw`). Decoration only: the word stands beside it. */
export function Icon(props: { readonly svg: string; readonly class?: string }): JSX.Element {
  const name = props.class === undefined ? 'kw-icon' : `kw-icon ${props.class}`;
  return <span class={name} aria-hidden="true" dangerouslySetInnerHTML={{ __html: props.svg }} />;
}

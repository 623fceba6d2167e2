import type { JSX } from 'preact';
import type { MassParts } from '../format/formats.ts';

/** A mass with its unit set smaller; isolated, so that it reads the same inside a right-to-left sentence. */
export function Mass(props: { readonly parts: MassParts; readonly class?: string }): JSX.Element {
  return (
    <bdi class={props.class === undefined ? 'kw-mass' : `kw-mass ${props.class}`}>
      {props.parts.value}
      <span class="kw-mass-unit">{`\u00A0${props.parts.unit}`}</span>
    </bdi>
  );
}

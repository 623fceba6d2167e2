import type { JSX } from 'preact';

/** A scale with nothing, a known weight, or a tick on it: what the step asks for, without words. */
export function ScalePicture(props: { readonly load: 'empty' | 'weight' | 'done' }): JSX.Element {
  return (
    <svg class="picture" viewBox="0 0 160 110" aria-hidden="true">
      <path class="picture-line" d="M20 82h120M30 82v14h100V82M54 96v8M106 96v8" />
      {props.load === 'empty' && <path class="picture-dashed" d="M56 74V34h48v40" />}
      {props.load === 'weight' && (
        <>
          <path class="picture-fill" d="M56 78l6-42h36l6 42z" />
          <path class="picture-line" d="M68 36a12 12 0 1 1 24 0" />
          <text class="picture-text" x="80" y="66" text-anchor="middle">
            kg
          </text>
        </>
      )}
      {props.load === 'done' && <path class="picture-tick" d="M52 48l20 20 38-42" />}
    </svg>
  );
}

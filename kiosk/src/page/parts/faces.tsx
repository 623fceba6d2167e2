import type { OpinionFace } from '@kringwijzer/contract';
import type { JSX } from 'preact';

/** Mouths differ as much as colours do, so that the faces can be told apart without colour. */
const MOUTHS: Readonly<Record<OpinionFace, JSX.Element>> = {
  very_happy: <path d="M28 58 a24 24 0 0 0 44 0z" fill="#0f231e" />,
  happy: <path d="M31 60 q19 20 38 0" fill="none" stroke="#0f231e" stroke-width="6" stroke-linecap="round" />,
  unhappy: <path d="M33 70 q17 -12 34 0" fill="none" stroke="#0f231e" stroke-width="6" stroke-linecap="round" />,
  very_unhappy: <path d="M28 76 q22 -28 44 0" fill="none" stroke="#0f231e" stroke-width="7" stroke-linecap="round" />,
};
const GROUNDS: Readonly<Record<OpinionFace, string>> = {
  very_happy: '#5fc08f',
  happy: '#b7dd8b',
  unhappy: '#ffc46b',
  very_unhappy: '#f28b74',
};

/** One drawn face; the word stands beside it. */
export function Face({ face }: { readonly face: OpinionFace }): JSX.Element {
  return (
    <svg class="face" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <circle cx="50" cy="50" r="46" fill={GROUNDS[face]} stroke="#0f231e" stroke-width="4" />
      <circle cx="35" cy="40" r="5.5" fill="#0f231e" />
      <circle cx="65" cy="40" r="5.5" fill="#0f231e" />
      {face === 'very_unhappy' ? <path d="M26 30l14 5M74 30l-14 5" stroke="#0f231e" stroke-width="5" stroke-linecap="round" /> : null}
      {MOUTHS[face]}
    </svg>
  );
}

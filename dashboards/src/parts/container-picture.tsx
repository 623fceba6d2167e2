import type { FillBand } from '@kringwijzer/contract';
import type { JSX } from 'preact';

// The heap is one shape that slides up inside the box; its uneven top is part of it, so it looks like goods and not like water.
const HEAP = 'M4 6c6-4 12-5 18-1 5-5 12-4 17 0 6-4 12-6 19-2 5-3 11-2 15 1 5-3 10-3 15 2V96H4z';
const RIBS = [26, 48, 70];

/** A container with its goods up to the height of its band; a question mark when that is not known. The word belongs beside it. */
export function ContainerPicture(props: { readonly band: FillBand | undefined; readonly id: string; readonly label: string }): JSX.Element {
  const { band, id, label } = props;
  const clip = `clip-${id}`;
  return (
    <svg class={`box box-${band ?? 'unknown'}`} viewBox="0 0 96 84" role="img" aria-label={label}>
      <clipPath id={clip}>
        <path d="M6 0h84v70a4 4 0 0 1-4 4H10a4 4 0 0 1-4-4z" />
      </clipPath>
      <path class="box-back" d="M5 16h86v54a5 5 0 0 1-5 5H10a5 5 0 0 1-5-5z" />
      <g clip-path={`url(#${clip})`}>
        <path class="box-heap" d={HEAP} />
      </g>
      {RIBS.map((x) => (
        <path key={x} class="box-rib" d={`M${x} 24v43`} />
      ))}
      <path class="box-front" d="M5 16v54a5 5 0 0 0 5 5h76a5 5 0 0 0 5-5V16" />
      <path class="box-rim" d="M2 16h7M87 16h7" />
      <path class="box-feet" d="M16 75v5M80 75v5" />
      {band === undefined && (
        <text class="box-question" x="48" y="56" text-anchor="middle">
          ?
        </text>
      )}
    </svg>
  );
}

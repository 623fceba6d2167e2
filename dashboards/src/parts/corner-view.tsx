import type { DeviceLive } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';

/** Where each cell stands seen from above, in the order of the channels: front left, front right, back left, back right. */
const PLACES = [
  { x: 0, y: 1 },
  { x: 1, y: 1 },
  { x: 0, y: 0 },
  { x: 1, y: 0 },
] as const;

/** The corners of a device that is a scale with four cells; nothing for any other. */
export function DeviceCorners(props: { readonly device: DeviceLive }): JSX.Element | null {
  const { meta, state } = props.device;
  if (meta.kind !== 'scale' || state?.kind !== 'scale' || state.value.cornersG?.length !== 4) return null;
  return <CornerView cornersG={state.value.cornersG} divisionG={meta.divisionG} />;
}

/** A four-cell scale from above: what each corner carries, and where the load lies. Values below nought lie outside the picture. */
function CornerView(props: { readonly cornersG: readonly number[]; readonly divisionG: number }): JSX.Element {
  const t = i18n.t.value;
  const { mass, percent } = i18n.formats.value;
  const totalG = props.cornersG.reduce((sum, one) => sum + one, 0);
  const isLoaded = totalG > 10 * props.divisionG;
  const corners = PLACES.map((place, index) => ({ ...place, massG: props.cornersG[index] ?? 0 }));
  const at = (axis: 'x' | 'y'): number =>
    Math.min(1, Math.max(0, corners.reduce((sum, corner) => sum + corner[axis] * corner.massG, 0) / totalG));
  return (
    <figure class="corners">
      <figcaption>{t('corner.title')}</figcaption>
      <ol class="corners-grid">
        {corners.map(({ massG, x, y }, index) => (
          <li key={index} class={`corners-one corners-${y === 0 ? 'back' : 'front'}-${x === 0 ? 'left' : 'right'}`}>
            <span>{t('scale.corner', { corner: index + 1 })}</span>
            <b>{mass(massG, props.divisionG)}</b>
            {isLoaded && <span>{percent(massG / totalG)}</span>}
          </li>
        ))}
      </ol>
      {isLoaded && (
        <svg class="corners-load" viewBox="0 0 100 100" role="img" aria-label={t('corner.load')}>
          <rect class="corners-plate" x="2" y="2" width="96" height="96" rx="8" />
          <circle class="corners-dot" cx={8 + at('x') * 84} cy={8 + at('y') * 84} r="7" />
        </svg>
      )}
    </figure>
  );
}

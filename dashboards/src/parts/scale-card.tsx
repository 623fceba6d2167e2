import type { DeviceLive, ScaleMeta } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';
import { Age } from './age.tsx';
import { ScaleFigure } from './container-card.tsx';

/** A scale that is not a container: its weight now and what it is for. */
export function ScaleCard(props: { readonly device: DeviceLive; readonly meta: ScaleMeta }): JSX.Element {
  const { device, meta } = props;
  return (
    <article class="card">
      <h3 class="card-title">{meta.name}</h3>
      <p class="card-line">{i18n.t.value(`scale.${meta.role}`)}</p>
      <ScaleFigure device={device} meta={meta} />
      {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
    </article>
  );
}

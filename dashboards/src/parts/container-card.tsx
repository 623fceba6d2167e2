import type { DeviceLive, ScaleMeta } from '@kringwijzer/contract';
import { Icon, Mass } from '@kringwijzer/ui';
import moving from 'lucide-static/icons/activity.svg?raw';
import doubt from 'lucide-static/icons/circle-help.svg?raw';
import truck from 'lucide-static/icons/truck.svg?raw';
import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Age } from './age.tsx';
import { ContainerPicture } from './container-picture.tsx';
import { FullTime } from './full-time.tsx';
import { STREAM_ICON } from './stream-icon.ts';
import { Tag } from './tag.tsx';

/** One container: how full as picture and word, its weight, the room left, when it was emptied, and how old all that is. */
export function ContainerCard(props: { readonly device: DeviceLive; readonly meta: ScaleMeta }): JSX.Element {
  const { device, meta } = props;
  const t = i18n.t.value;
  const band = device.fill?.band;
  const word = t(band === undefined ? 'band.unknown' : `band.${band}`);
  return (
    <article class={`card container container-${band ?? 'unknown'}`}>
      <ContainerPicture band={band} id={`${device.node}-${meta.id}`} label={t('container.picture', { name: meta.name, band: word })} />
      <div class="container-words">
        <h3 class="card-title">
          {meta.stream !== undefined && <Icon svg={STREAM_ICON[meta.stream]} />}
          {meta.name}
        </h3>
        <p class="container-band">{word}</p>
        <ScaleFigure device={device} meta={meta} />
        <RoomLeft device={device} meta={meta} />
        {device.forecast !== undefined && <FullTime forecast={device.forecast} />}
        <LastEmptied device={device} />
        {device.receivedAt !== undefined && <Age atMs={device.receivedAt} />}
      </div>
    </article>
  );
}

function LastEmptied(props: { readonly device: DeviceLive }): JSX.Element | null {
  const t = i18n.t.value;
  const { lastEmptiedAt, lastEmptying } = props.device;
  if (lastEmptiedAt === undefined) return null;
  const time = i18n.formats.value.moment(lastEmptiedAt, hubNowMs.value);
  const by = lastEmptying?.by;
  return (
    <p class="card-line">
      <Icon svg={truck} />
      {by === undefined ? t('container.emptied', { time }) : t('container.emptiedBy', { time, by })}
    </p>
  );
}

/** The net weight of a scale with its doubts; nothing is shown of a value that is known to be bad. */
export function ScaleFigure(props: { readonly device: DeviceLive; readonly meta: ScaleMeta }): JSX.Element {
  const t = i18n.t.value;
  const { state } = props.device;
  if (state?.kind !== 'scale') return <p class="card-line">{t('value.none')}</p>;
  const { netG, stable, quality } = state.value;
  if (quality === 'bad')
    return (
      <Tag tone="bad" svg={doubt}>
        {t('value.bad')}
      </Tag>
    );
  return (
    <p class="card-figure">
      <Mass parts={i18n.formats.value.massParts(netG, props.meta.divisionG)} />
      {!stable && (
        <Tag tone="quiet" svg={moving}>
          {t('value.moving')}
        </Tag>
      )}
      {quality === 'suspect' && (
        <Tag tone="warn" svg={doubt}>
          {t('value.suspect')}
        </Tag>
      )}
    </p>
  );
}

function RoomLeft(props: { readonly device: DeviceLive; readonly meta: ScaleMeta }): JSX.Element | null {
  const t = i18n.t.value;
  const { state, fill } = props.device;
  const { divisionG } = props.meta;
  const fullG = props.device.forecast?.full_g ?? props.meta.fullG;
  if (fill === undefined) return <p class="card-line">{t('container.unknownWhy')}</p>;
  if (fullG === undefined || state?.kind !== 'scale' || state.value.quality === 'bad') return null;
  const roomG = Math.max(0, fullG - state.value.netG);
  return <p class="card-line">{t('container.room', { mass: i18n.formats.value.mass(roomG, Math.max(divisionG, 1_000)) })}</p>;
}

import type { DeviceLive } from '@kringwijzer/contract';
import { Mass } from '@kringwijzer/ui';
import moving from 'lucide-static/icons/activity.svg?raw';
import still from 'lucide-static/icons/circle-check-big.svg?raw';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';
import { Tag } from './tag.tsx';

/** The value of a device in a few words, for lists. */
export function DeviceSummary(props: { readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { state, meta } = props.device;
  if (state?.value.quality === 'bad') return <span>{t('value.bad')}</span>;
  switch (state?.kind) {
    case 'scale':
      return <Mass parts={formats.massParts(state.value.netG, meta.kind === 'scale' ? meta.divisionG : 1_000)} />;
    case 'door':
      return <span>{`${t('door.in')} ${formats.count(state.value.in)}, ${t('door.out')} ${formats.count(state.value.out)}`}</span>;
    case 'tool':
      return <span>{t(`tool.${state.value.run}`)}</span>;
    case 'level':
      return <span>{formats.percent(state.value.fillRatio)}</span>;
    default:
      return <span>{t('value.none')}</span>;
  }
}

/** Whether a scale is still enough to work with. */
export function StillTag(props: { readonly stable: boolean }): JSX.Element {
  const t = i18n.t.value;
  return (
    <Tag tone={props.stable ? 'good' : 'warn'} svg={props.stable ? still : moving}>
      {t(props.stable ? 'value.stable' : 'value.moving')}
    </Tag>
  );
}

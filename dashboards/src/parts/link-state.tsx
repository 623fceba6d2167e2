import type { LiveState } from '@kringwijzer/ui';
import { Icon } from '@kringwijzer/ui';
import pause from 'lucide-static/icons/circle-pause.svg?raw';
import connecting from 'lucide-static/icons/loader-circle.svg?raw';
import on from 'lucide-static/icons/radio.svg?raw';
import retry from 'lucide-static/icons/refresh-cw.svg?raw';
import off from 'lucide-static/icons/wifi-off.svg?raw';
import type { JSX } from 'preact';
import { live } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

const SIGN: Readonly<Record<LiveState, string>> = { starting: connecting, live: on, stale: pause, offline: off };

/** Icon and word for the connection, in the top bar. */
export function LinkChip(): JSX.Element {
  const state = live.state.value;
  return (
    <span class={`link link-${state}`} role="status">
      <Icon svg={SIGN[state]} />
      <span>{i18n.t.value(`link.${state}`)}</span>
    </span>
  );
}

/** What a page with old data says of itself; nothing while it is live. */
export function LinkNotice(): JSX.Element | null {
  const t = i18n.t.value;
  const state = live.state.value;
  const atMs = live.atMs.value;
  if (state === 'live' || (state === 'starting' && atMs === undefined)) return null;
  const time = atMs === undefined ? '' : i18n.formats.value.moment(atMs, Date.now());
  const again = (
    <Button
      svg={retry}
      label={t('link.retry')}
      onClick={() => {
        live.retry();
      }}
    />
  );
  if (state === 'offline') {
    return (
      <Notice
        tone="bad"
        svg={off}
        role="alert"
        title={t('link.offline')}
        text={atMs === undefined ? t('link.noneText') : t('link.offlineText', { time })}
      >
        {again}
      </Notice>
    );
  }
  return <Notice tone="warn" svg={SIGN[state]} role="status" title={t(`link.${state}`)} text={t('link.staleText', { time })} />;
}

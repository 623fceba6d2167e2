import { Icon } from '@kringwijzer/ui';
import bell from 'lucide-static/icons/bell.svg?raw';
import type { JSX } from 'preact';
import { hrefOf } from '../core/route.ts';
import { live } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import './alarm-bell.css';

/** The way to the alarms from every page, with how many nobody has seen yet; no figure while that is not known. */
export function AlarmBell(): JSX.Element {
  const t = i18n.t.value;
  const unseen = live.data.value?.snapshot.alarms?.filter(
    ({ acknowledged, snoozed }) => acknowledged === undefined && snoozed === undefined,
  );
  const count = unseen?.length ?? 0;
  return (
    <a class={count > 0 ? 'bell bell-on' : 'bell'} href={hrefOf({ page: 'alarms' })}>
      <Icon svg={bell} />
      <span class="kw-visually-hidden">{t('nav.alarms')}</span>
      {count > 0 && <span class="bell-count">{count}</span>}
    </a>
  );
}

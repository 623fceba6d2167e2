import type { Alarm, AlarmBoard } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import doubt from 'lucide-static/icons/circle-help.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import '../alarms/alarms.css';
import { AlarmCard } from '../alarms/alarm-card.tsx';
import { kindIcon } from '../alarms/kind-icon.ts';
import { t, textOf } from '../alarms/words.ts';
import { hrefOf } from '../core/route.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { ButtonLink } from '../parts/button.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** What goes on now, live, with its answers; and what is over. */
export function AlarmsPage(): JSX.Element {
  const say = t.value;
  const active = live.data.value?.snapshot.alarms;
  const { loaded, reload } = useLoad<AlarmBoard>('/alarms');
  // What leaves the list above belongs in the one below.
  const key = active?.map(({ id }) => id).join(' ');
  useEffect(reload, [key]);
  const { data, code } = loaded.value;
  return (
    <div class="page">
      <h1>{i18n.t.value('nav.alarms')}</h1>
      <LinkNotice />
      <Section id="now" title={say('now.title')}>
        {active === undefined ? live.state.value !== 'offline' && <Ghost /> : <Active alarms={active} />}
      </Section>
      <ButtonLink svg={settings} label={say('mine.open')} href={hrefOf({ page: 'alarm-settings' })} />
      <Section id="past" title={say('past.title')}>
        <LoadState loaded={loaded.value} reload={reload} />
        {data !== undefined && code === undefined && <Past alarms={data.past} />}
      </Section>
    </div>
  );
}

const Ghost = (): JSX.Element => (
  <div role="status">
    <span class="kw-visually-hidden">{i18n.t.value('state.loading')}</span>
    <div class="ghost ghost-card" />
  </div>
);

/** With stale data it does not claim that all is well. */
function Active(props: { readonly alarms: readonly Alarm[] }): JSX.Element {
  const say = t.value;
  if (props.alarms.length === 0) {
    return live.state.value === 'live' ? (
      <Notice tone="good" svg={ok} title={say('now.none')} />
    ) : (
      <Notice tone="quiet" svg={doubt} title={say('now.unknown')} />
    );
  }
  return (
    <ul class="alarms">
      {props.alarms.map((alarm) => (
        <AlarmCard key={alarm.id} alarm={alarm} />
      ))}
    </ul>
  );
}

function Past(props: { readonly alarms: readonly Alarm[] }): JSX.Element {
  const say = t.value;
  const moment = (atMs: number): string => i18n.formats.value.moment(atMs, hubNowMs.value);
  if (props.alarms.length === 0) return <p class="empty">{say('past.none')}</p>;
  return (
    <ul class="rows">
      {props.alarms.map((alarm) => (
        <li key={alarm.id} class="row">
          <Icon svg={kindIcon(alarm.kind)} />
          <span class="row-name">{textOf(alarm).title}</span>
          <span>{say('past.span', { from: moment(alarm.raisedAt), to: moment(alarm.endedAt ?? alarm.raisedAt) })}</span>
          {alarm.acknowledged !== undefined && (
            <span>{say('card.seen', { by: alarm.acknowledged.by, time: moment(alarm.acknowledged.at) })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

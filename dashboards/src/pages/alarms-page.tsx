import type { StoredRecord } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { attentionOf } from '../core/attention.ts';
import { logLineOf } from '../core/log-line.ts';
import { hubNowMs, live } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { AttentionList } from '../parts/attention-list.tsx';
import { LinkNotice } from '../parts/link-state.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Section } from '../parts/section.tsx';
import { faultWords } from '../words/fault-words.ts';
import { i18n } from '../words/words.ts';

/** What needs a person now, and the faults of the last time with their end. */
export function AlarmsPage(): JSX.Element {
  const t = i18n.t.value;
  const snapshot = live.data.value?.snapshot;
  const { loaded, reload } = useLoad<readonly StoredRecord[]>('/records?kinds=fault&limit=50');
  const { data, code } = loaded.value;
  return (
    <div class="page">
      <h1>{t('nav.alarms')}</h1>
      <LinkNotice />
      {snapshot !== undefined && (
        <Section id="now" title={t('attention.title')}>
          <AttentionList items={attentionOf(snapshot, hubNowMs.value)} isFresh={live.state.value === 'live'} />
        </Section>
      )}
      <Section id="earlier" title={t('alarms.earlier')}>
        <LoadState loaded={loaded.value} reload={reload} />
        {data !== undefined && code === undefined && <Faults stored={data} />}
      </Section>
    </div>
  );
}

function Faults(props: { readonly stored: readonly StoredRecord[] }): JSX.Element {
  const t = i18n.t.value;
  const devices = live.data.value?.snapshot.devices ?? [];
  if (props.stored.length === 0) return <p class="empty">{t('alarms.none')}</p>;
  return (
    <ul class="rows">
      {props.stored.map((one) => {
        const line = logLineOf(one.record);
        if (line?.kind !== 'fault') return null;
        const device = devices.find((other) => other.node === one.node && other.meta.id === one.record['device']);
        const { what } = faultWords(i18n.language.value, line.code);
        return (
          <li key={`${one.node}/${one.boot}/${one.seq}`} class="row">
            <span class="row-name">{device?.meta.name ?? one.node}</span>
            <span>{t(line.state === 'raised' ? 'log.faultRaised' : 'log.faultCleared', { what })}</span>
            <time dateTime={new Date(line.atMs).toISOString()}>{i18n.formats.value.moment(line.atMs, hubNowMs.value)}</time>
          </li>
        );
      })}
    </ul>
  );
}

import type { OutcomeEntry } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { hubNowMs } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { i18n } from '../words/words.ts';
import { LoadState } from './load-state.tsx';
import { outcomeWords } from './outcome-state.tsx';
import { Section } from './section.tsx';
import { STREAM_ICON } from './stream-icon.ts';

const DAY_MS = 86_400_000;
const SHOWN = 20;

/** What was written down in the last day, by everybody; read again whenever `seen` changes. */
export function OutcomesToday(props: { readonly seen: string }): JSX.Element {
  const t = i18n.t.value;
  const from = useMemo(() => Math.round(hubNowMs.peek()) - DAY_MS, []);
  const { loaded, reload } = useLoad<readonly OutcomeEntry[]>(`/outcomes?from=${from}`);
  useEffect(() => {
    if (loaded.value.data !== undefined) reload();
  }, [props.seen]);
  const { data, code } = loaded.value;
  return (
    <Section id="today" title={t('outcomes.today')}>
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && data.length === 0 && <p class="empty">{t('outcomes.none')}</p>}
      {data !== undefined && code === undefined && data.length > 0 && (
        <ul class="rows">
          {data.slice(0, SHOWN).map((entry) => (
            <li key={entry.client} class="row">
              <Icon svg={STREAM_ICON[entry.stream ?? 'other']} />
              <span class="row-name">{outcomeWords(entry)}</span>
              <span>{entry.by}</span>
              <time dateTime={new Date(entry.at).toISOString()}>{i18n.formats.value.moment(entry.at, hubNowMs.value)}</time>
              {entry.photo && (
                <img
                  class="outcome-photo"
                  src={`/api/v1/outcomes/${entry.client}/photo`}
                  alt={t('outcomes.photoOf', { what: outcomeWords(entry) })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

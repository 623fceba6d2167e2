import type { ContentView } from '@kringwijzer/contract';
import check from 'lucide-static/icons/check.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { hubNowMs } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Tag } from '../parts/tag.tsx';
import { i18n } from '../words/words.ts';
import { ContentFailure } from './content-failure.tsx';
import { t } from './words.ts';

/** Bundles that were published, to go back to. */
export function Versions({ view, reload }: { readonly view: ContentView; readonly reload: () => void }): JSX.Element | null {
  const restoring = useMemo(() => createTask((version: string) => apiPost(`/content/bundles/${version}/restore`).then(reload)), []);
  if (view.bundles.length === 0) return null;
  const { moment } = i18n.formats.value;
  return (
    <details class="content-more">
      <summary>{t.value('versions.title')}</summary>
      <ul class="rows">
        {view.bundles.map(({ version, publishedAt, by, stories }) => (
          <li key={version} class="row">
            <span class="row-name">{t.value('versions.by', { moment: moment(publishedAt, hubNowMs.value), name: by })}</span>
            <span>{t.value('versions.stories', { count: stories })}</span>
            {version === view.current ? (
              <Tag tone="good" svg={check}>
                {t.value('versions.now')}
              </Tag>
            ) : (
              mayAct('coordinator') && (
                <Button
                  svg={history}
                  label={t.value('versions.restore')}
                  busy={restoring.status.value.state === 'busy'}
                  onClick={() => void restoring.run(version)}
                />
              )
            )}
          </li>
        ))}
      </ul>
      <ContentFailure status={restoring.status.value} />
    </details>
  );
}

import type { ContentView } from '@kringwijzer/contract';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import retry from 'lucide-static/icons/refresh-cw.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { i18n } from '../words/words.ts';
import { address, followAddress, hashOf } from './address.ts';
import './content.css';
import { contentFailureWords } from './failure-words.ts';
import { LookView } from './look-view.tsx';
import { PART_VIEWS } from './part-views.tsx';
import { StartView } from './start-view.tsx';
import { StoryForm } from './story-form.tsx';
import { t } from './words.ts';

/** While nobody types, the page follows what colleagues and kiosks do. */
const FOLLOW_MS = 4_000;

/** What visitors see on the kiosk: writing it, having it checked, putting it on the screen. */
export function ContentPage(): JSX.Element {
  useEffect(followAddress, []);
  if (!mayAct('staff')) {
    return (
      <div class="page">
        <h1>{t.value('title')}</h1>
        <Notice tone="warn" svg={lock} role="alert" title={i18n.t.value('state.forbidden')} text={i18n.t.value('state.forbiddenCure')} />
      </div>
    );
  }
  return <Editor />;
}

function Editor(): JSX.Element {
  const { loaded, reload } = useLoad<ContentView>('/content');
  const { data, code, busy } = loaded.value;
  const { at } = address.value;
  useEffect(() => {
    if (at !== 'start' && at !== 'look') return undefined;
    reload();
    const timer = setInterval(reload, FOLLOW_MS);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <div class="page content-editor">
      {at !== 'start' && <ButtonLink svg={back} label={t.value('back')} href={hashOf({ at: 'start' })} />}
      {code === undefined ? (
        <LoadState loaded={loaded.value} reload={reload} />
      ) : (
        <Notice tone="bad" svg={alert} role="alert" title={i18n.t.value('state.error')} text={contentFailureWords(code)}>
          <Button svg={retry} label={i18n.t.value('state.retry')} busy={busy} onClick={reload} />
        </Notice>
      )}
      {data !== undefined && <Opened view={data} reload={reload} />}
    </div>
  );
}

function Opened({ view, reload }: { readonly view: ContentView; readonly reload: () => void }): JSX.Element {
  const now = address.value;
  if (now.at === 'part') {
    const View = PART_VIEWS[now.part];
    return <View key={now.part} view={view} reload={reload} />;
  }
  const story = now.at === 'story' || now.at === 'look' ? view.draft.stories.find(({ id }) => id === now.id) : undefined;
  if (now.at === 'look' && story !== undefined) return <LookView view={view} story={story} reload={reload} />;
  if (now.at === 'new' || (now.at === 'story' && story !== undefined)) {
    return (
      <>
        <h1>{t.value(story === undefined ? 'story.new' : 'story.edit')}</h1>
        <StoryForm key={story?.id ?? 'new'} view={view} story={story} reload={reload} />
      </>
    );
  }
  return <StartView view={view} reload={reload} />;
}

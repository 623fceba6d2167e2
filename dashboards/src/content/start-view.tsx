import { CONTENT_PART_NAMES, type ContentPart, type ContentView, type KeptStory } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import clock from 'lucide-static/icons/clock.svg?raw';
import way from 'lucide-static/icons/lamp.svg?raw';
import place from 'lucide-static/icons/map-pin.svg?raw';
import said from 'lucide-static/icons/message-circle-heart.svg?raw';
import send from 'lucide-static/icons/monitor-up.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import shop from 'lucide-static/icons/store.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Section } from '../parts/section.tsx';
import { hashOf } from './address.ts';
import { ChangeList } from './change-list.tsx';
import { ContentFailure } from './content-failure.tsx';
import { pictureUrl } from './pictures.ts';
import { ScreensState, ScreenTroubles } from './screens-state.tsx';
import { StorySigns } from './story-state.tsx';
import { Versions } from './versions.tsx';
import { t } from './words.ts';

const PART_ICON: Readonly<Record<ContentPart, string>> = { hours: clock, phases: way, places: place, shop, saidDone: said };

interface ViewProps {
  readonly view: ContentView;
  readonly reload: () => void;
}

/** The start of the editor: what waits, the stories, the other texts, the screens. */
export function StartView({ view, reload }: ViewProps): JSX.Element {
  return (
    <>
      <h1>{t.value('title')}</h1>
      <p>{t.value('lead')}</p>
      <ScreenTroubles view={view} />
      {view.changes.length > 0 && <Publish view={view} reload={reload} />}
      <Stories view={view} />
      <Section id="content-parts" title={t.value('parts.title')}>
        <ul class="part-tiles">
          {CONTENT_PART_NAMES.map((part) => (
            <li key={part}>
              <a class="part-tile" href={hashOf({ at: 'part', part })}>
                <Icon svg={PART_ICON[part]} />
                <span class="part-name">{t.value(`part.${part}`)}</span>
                <span class="field-hint">{t.value(`partHint.${part}`)}</span>
              </a>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="content-screens" title={t.value('screen.title')}>
        <ScreensState view={view} />
        <Versions view={view} reload={reload} />
      </Section>
    </>
  );
}

/** What is approved and not on the screens yet. */
function Publish({ view, reload }: ViewProps): JSX.Element {
  const publishing = useMemo(() => createTask(() => apiPost('/content/publish').then(reload)), []);
  return (
    <Section id="content-publish" title={t.value('publish.title')} class="publish">
      <ChangeList changes={view.changes} />
      <ContentFailure status={publishing.status.value} />
      {mayAct('coordinator') ? (
        <Button
          kind="primary"
          svg={send}
          label={t.value('publish.do')}
          busy={publishing.status.value.state === 'busy'}
          onClick={() => void publishing.run()}
        />
      ) : (
        <p>{t.value('publish.ask')}</p>
      )}
    </Section>
  );
}

/** Most urgent first: what waits for a check, what is being written, then the newest. */
const ORDER: readonly KeptStory['state'][] = ['waiting', 'draft', 'approved'];

function Stories({ view }: { readonly view: ContentView }): JSX.Element {
  const standing = view.draft.stories
    .filter(({ state }) => state !== 'removed')
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.at - a.at);
  const removed = view.draft.stories.filter(({ state }) => state === 'removed');
  return (
    <Section id="content-stories" title={t.value('stories.title')}>
      <p>{t.value('stories.text')}</p>
      <ButtonLink kind="primary" svg={plus} label={t.value('stories.new')} href={hashOf({ at: 'new' })} />
      {standing.length === 0 ? <p class="empty">{t.value('stories.none')}</p> : <StoryList stories={standing} view={view} />}
      {removed.length > 0 && (
        <details class="content-more">
          <summary>{t.value('stories.removed')}</summary>
          <StoryList stories={removed} view={view} />
        </details>
      )}
    </Section>
  );
}

function StoryList({ stories, view }: { readonly stories: readonly KeptStory[]; readonly view: ContentView }): JSX.Element {
  return (
    <ul class="story-list">
      {stories.map((story) => (
        <li key={story.id}>
          <a class="story-card" href={hashOf({ at: 'look', id: story.id })}>
            <StoryPicture story={story} view={view} />
            <span class="story-words">
              <span class="story-title">{story.draft.title.nl || t.value('stories.untitled')}</span>
              <StorySigns story={story} view={view} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The first photo, or the picture of the stream as long as there is none. */
function StoryPicture({ story, view }: { readonly story: KeptStory; readonly view: ContentView }): JSX.Element | null {
  const image = story.draft.images.at(-1) ?? view.streams.find(({ id }) => id === story.draft.stream)?.image;
  return image === undefined ? null : <img class="story-picture" src={pictureUrl(image, 'small')} alt="" loading="lazy" />;
}

import { CONTENT_LIMITS, type ContentView, type KeptStory, type LocalText, type StoryDraft } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import calendar from 'lucide-static/icons/calendar-days.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import look from 'lucide-static/icons/monitor.svg?raw';
import save from 'lucide-static/icons/save.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { Field } from '../monitoring/field.tsx';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { Notice } from '../parts/notice.tsx';
import { STREAM_ICON } from '../parts/stream-icon.ts';
import { i18n } from '../words/words.ts';
import { open } from './address.ts';
import { ContentFailure } from './content-failure.tsx';
import { useKeptDraft } from './keep-draft.ts';
import { LanguageChoice } from './language-choice.tsx';
import { PeopleField } from './people-field.tsx';
import { PhotoField } from './photo-field.tsx';
import { LocalField, type WriteLanguage } from './text-field.tsx';
import { t } from './words.ts';

const EMPTY: LocalText = { nl: '' };
const TEXTS = ['title', 'text', 'next'] as const;

interface StoryFormProps {
  readonly view: ContentView;
  /** The story to go on with; undefined begins a new one. */
  readonly story: KeptStory | undefined;
  readonly reload: () => void;
}

/** The words as they are typed, and saving them: by a button, or by itself when the form goes away. */
function useStoryDraft({ view, story, reload }: StoryFormProps) {
  const draft = useSignal<StoryDraft>(story?.draft ?? newDraft(view));
  // No kind is chosen for the writer: a wrong one would be left standing.
  const pick = useSignal<'open' | 'asked' | 'picked'>(story === undefined ? 'open' : 'picked');
  const change = (patch: Partial<StoryDraft>): void => {
    draft.value = { ...draft.value, ...patch };
    if (patch.stream !== undefined) pick.value = 'picked';
  };
  const saved = useMemo(() => ({ text: JSON.stringify(draft.peek()) }), [story?.rev]);
  const path = story === undefined ? '/content/stories' : `/content/stories/${story.id}`;
  const send = (): Promise<KeptStory> => apiPost<KeptStory>(path, { rev: story?.rev ?? 0, draft: draft.peek() });
  useKeptDraft({
    isUnsaved: () => JSON.stringify(draft.peek()) !== saved.text,
    save: () => void send().then(reload, () => undefined), // the page is gone: there is nobody to tell
  });
  const saving = useMemo(
    () =>
      createTask(async (then: 'look' | 'start') => {
        const { id } = await send();
        saved.text = JSON.stringify(draft.peek());
        reload();
        open(then === 'look' ? { at: 'look', id } : { at: 'start' });
      }),
    [story?.id, story?.rev],
  );
  const lookAtIt = (): void => {
    if (pick.peek() === 'picked') void saving.run('look');
    else {
      pick.value = 'asked';
      document.getElementById('story-part-2')?.scrollIntoView({ block: 'center' });
    }
  };
  return { draft, change, saving, pick, lookAtIt };
}

/** Writing a story, from the photos to the words: what a person has in hand comes first. */
export function StoryForm(props: StoryFormProps): JSX.Element {
  const { view, story } = props;
  const { draft, change, saving, pick, lookAtIt } = useStoryDraft(props);
  const language = useSignal<WriteLanguage>('nl');
  const busy = saving.status.value.state === 'busy';
  const now = draft.value;
  return (
    <form
      class="story-form"
      onSubmit={(event) => {
        event.preventDefault();
        lookAtIt();
      }}
    >
      {story?.note !== undefined && <Notice tone="warn" svg={check} title={t.value('look.noteFrom')} text={story.note} />}
      <Part n={1} title={t.value('story.photos')} hint={t.value('story.photosHint')}>
        <PhotoField images={now.images} onChange={(next) => change({ images: [...next(draft.peek().images)] })} />
        <PeopleField people={now.people} onChange={(people) => change({ people })} />
      </Part>
      <Part n={2} title={t.value('story.stream')}>
        <StreamChoice view={view} draft={now} change={change} isPicked={pick.value === 'picked'} />
        {pick.value === 'asked' && <Notice tone="warn" svg={alert} role="alert" title={t.value('story.pickStream')} />}
      </Part>
      <Part n={3} title={t.value('story.words')}>
        <StoryWords draft={now} change={change} language={language.value} />
        <details class="content-more">
          <summary>{t.value('language.write')}</summary>
          <LanguageChoice
            language={language.value}
            onChoose={(value) => (language.value = value)}
            texts={TEXTS.map((name) => now[name])}
            onReviewed={(turn) => change(Object.fromEntries(TEXTS.map((name) => [name, turn(now[name])])))}
          />
        </details>
        <details class="content-more">
          <summary>{t.value('story.when')}</summary>
          <Schedule draft={now} change={change} />
        </details>
      </Part>
      <ContentFailure status={saving.status.value} />
      <div class="story-actions">
        <Button kind="primary" type="submit" svg={look} label={t.value('story.look')} busy={busy} />
        <Button svg={save} label={t.value('story.saveOnly')} busy={busy} onClick={() => void saving.run('start')} />
      </div>
    </form>
  );
}

/** Nothing yet, but for the tip of the stream: most writers leave it as it is. */
function newDraft({ streams }: ContentView): StoryDraft {
  const stream = 'other';
  const next = streams.find(({ id }) => id === stream)?.next ?? EMPTY;
  return { stream, title: EMPTY, text: EMPTY, next, images: [], people: 'unknown' };
}

interface PartProps {
  readonly draft: StoryDraft;
  readonly change: (patch: Partial<StoryDraft>) => void;
}

function Part(props: {
  readonly n: number;
  readonly title: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = `story-part-${props.n}`;
  return (
    <section class="story-part" aria-labelledby={id}>
      <h2 id={id}>
        <span class="story-n" aria-hidden="true">
          {props.n}
        </span>
        {props.title}
      </h2>
      {props.hint !== undefined && <p class="field-hint">{props.hint}</p>}
      {props.children}
    </section>
  );
}

interface StreamChoiceProps {
  readonly view: ContentView;
  readonly isPicked: boolean;
}

/** The six kinds of goods; choosing one brings its tip along, as long as nobody wrote another. */
function StreamChoice({ view, draft, change, isPicked }: PartProps & StreamChoiceProps): JSX.Element {
  const tipOf = (stream: string): LocalText | undefined => view.streams.find(({ id }) => id === stream)?.next;
  const hasOwnTip = draft.next.nl !== '' && !view.streams.some(({ next }) => next?.nl === draft.next.nl);
  return (
    <fieldset class="stream-choice">
      <legend class="kw-visually-hidden">{t.value('story.stream')}</legend>
      {view.streams.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="stream-button"
          aria-pressed={isPicked && draft.stream === id}
          onClick={() => change({ stream: id, ...(!hasOwnTip && { next: tipOf(id) ?? EMPTY }) })}
        >
          <Icon svg={STREAM_ICON[id]} />
          <span>{(i18n.language.value === 'nl' ? undefined : name.en) ?? name.nl}</span>
        </button>
      ))}
    </fieldset>
  );
}

function StoryWords({ draft, change, language }: PartProps & { readonly language: WriteLanguage }): JSX.Element {
  return (
    <>
      <LocalField
        label={t.value('story.titleField')}
        hint={t.value('story.titleHint')}
        text={draft.title}
        language={language}
        max={CONTENT_LIMITS.line}
        onChange={(title) => change({ title })}
      />
      <LocalField
        label={t.value('story.textField')}
        hint={t.value('story.textHint')}
        text={draft.text}
        language={language}
        max={CONTENT_LIMITS.sentence}
        rows={4}
        onChange={(text) => change({ text })}
      />
      <LocalField
        label={t.value('story.nextField')}
        hint={t.value('story.nextHint')}
        text={draft.next}
        language={language}
        max={CONTENT_LIMITS.sentence}
        rows={2}
        onChange={(next) => change({ next })}
      />
    </>
  );
}

function Schedule({ draft, change }: PartProps): JSX.Element {
  const dated = draft.from !== undefined || draft.until !== undefined;
  const shown = useSignal(dated);
  const { from: _from, until: _until, ...always } = draft;
  const set = (name: 'from' | 'until', value: string): void => change({ [name]: value === '' ? undefined : value });
  return (
    <>
      <Choices<'always' | 'dates'>
        legend={t.value('story.when')}
        svg={calendar}
        options={[
          { value: 'always', word: t.value('story.always') },
          { value: 'dates', word: t.value('story.dates') },
        ]}
        chosen={shown.value ? 'dates' : 'always'}
        onChoose={(value) => {
          shown.value = value === 'dates';
          if (value === 'always') change({ ...always, from: undefined, until: undefined });
        }}
      />
      {shown.value && (
        <div class="two">
          <Field label={t.value('story.from')} type="date" value={draft.from ?? ''} onInput={(value) => set('from', value)} />
          <Field label={t.value('story.until')} type="date" value={draft.until ?? ''} onInput={(value) => set('until', value)} />
        </div>
      )}
    </>
  );
}

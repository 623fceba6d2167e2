import { type ContentView, type KeptStory, missingInStory } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import bin from 'lucide-static/icons/archive.svg?raw';
import bringBack from 'lucide-static/icons/archive-restore.svg?raw';
import list from 'lucide-static/icons/list-checks.svg?raw';
import sent from 'lucide-static/icons/monitor-check.svg?raw';
import send from 'lucide-static/icons/monitor-up.svg?raw';
import pen from 'lucide-static/icons/pencil.svg?raw';
import handIn from 'lucide-static/icons/send.svg?raw';
import back from 'lucide-static/icons/undo-2.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { mayAct } from '../data/session.ts';
import { createTask, type Task } from '../data/task.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { hashOf } from './address.ts';
import { ChangeList } from './change-list.tsx';
import { ContentFailure } from './content-failure.tsx';
import { KioskFrame } from './kiosk-frame.tsx';
import { ScreensState, ScreenTroubles } from './screens-state.tsx';
import { StorySigns } from './story-state.tsx';
import { TextField } from './text-field.tsx';
import { t } from './words.ts';

const NOTE_MAX = 300;

interface LookProps {
  readonly view: ContentView;
  readonly story: KeptStory;
  readonly reload: () => void;
}

/** A story on the real page of the kiosk, and what can be done with it now. */
export function LookView({ view, story, reload }: LookProps): JSX.Element {
  const { id, rev, draft } = story;
  return (
    <>
      <h1>{t.value('look.title')}</h1>
      <div class="look">
        <KioskFrame key={`${id}/${rev}`} query={`stream=${draft.stream}&story=${id}`} />
        <div class="look-side">
          <p class="look-title">{draft.title.nl || t.value('stories.untitled')}</p>
          <StorySigns story={story} view={view} />
          <Decisions view={view} story={story} reload={reload} />
        </div>
      </div>
    </>
  );
}

type Deed = 'submit' | 'publish' | 'send-back' | 'remove' | 'bring-back';

/** Moves the story on; putting it on the screen is approving and publishing in one. */
function useDeeds({ story, reload }: LookProps): Task<[deed: Deed, note?: string]> {
  const latest = useMemo(() => ({ story, reload }), []);
  Object.assign(latest, { story, reload });
  return useMemo(
    () =>
      createTask(async (deed: Deed, note?: string) => {
        const { id, rev, state } = latest.story;
        const step = (name: string): Promise<unknown> =>
          apiPost(`/content/stories/${id}/${name}`, { rev, ...(note !== undefined && { note }) });
        try {
          if (deed !== 'publish') await step(deed);
          else {
            if (state !== 'approved') await step('approve');
            await apiPost('/content/publish');
          }
        } finally {
          latest.reload();
        }
      }),
    [],
  );
}

function Decisions(props: LookProps): JSX.Element {
  const { view, story } = props;
  const deeds = useDeeds(props);
  const missing = missingInStory(story.draft);
  const edit = <ButtonLink svg={pen} label={t.value('look.edit')} href={hashOf({ at: 'story', id: story.id })} />;
  if (story.state === 'removed') return <Removed deeds={deeds} />;
  if (missing.length > 0) {
    return (
      <>
        <Notice tone="warn" svg={list} role="status" title={t.value('look.missing')}>
          <ul class="missing">
            {missing.map((need) => (
              <li key={need}>{t.value(`need.${need}`)}</li>
            ))}
          </ul>
        </Notice>
        <ButtonLink kind="primary" svg={pen} label={t.value('look.edit')} href={hashOf({ at: 'story', id: story.id })} />
      </>
    );
  }
  const isNew = story.state !== 'approved' || view.changes.some(({ what, title }) => what === 'story' && title === story.draft.title.nl);
  return (
    <>
      {isNew ? <Forward {...props} deeds={deeds} /> : <OnScreen view={view} />}
      <ContentFailure status={deeds.status.value} />
      <div class="links">
        {edit}
        {mayAct('coordinator') && <Button svg={bin} label={t.value('look.remove')} onClick={() => void deeds.run('remove')} />}
      </div>
      {story.state === 'waiting' && mayAct('coordinator') && <SendBack deeds={deeds} />}
    </>
  );
}

interface DeedsProps {
  readonly deeds: ReturnType<typeof useDeeds>;
}

/** The one next step of this person: to the check, or to the screen. */
function Forward({ view, story, deeds }: LookProps & DeedsProps): JSX.Element {
  const busy = deeds.status.value.state === 'busy';
  const others = view.changes.filter(({ what, title }) => what !== 'story' || title !== story.draft.title.nl);
  if (!mayAct('coordinator')) {
    return story.state === 'draft' ? (
      <Button kind="primary" svg={handIn} label={t.value('look.submit')} busy={busy} onClick={() => void deeds.run('submit')} />
    ) : (
      <Notice tone="good" svg={handIn} role="status" title={t.value('look.submitted')} />
    );
  }
  return (
    <>
      <Button kind="primary" svg={send} label={t.value('look.approve')} busy={busy} onClick={() => void deeds.run('publish')} />
      {others.length > 0 && (
        <div>
          <p class="field-hint">{t.value('change.also')}</p>
          <ChangeList changes={others} />
        </div>
      )}
    </>
  );
}

function OnScreen({ view }: { readonly view: ContentView }): JSX.Element {
  const isOnItsWay = view.reports.some(({ report }) => report.version !== view.current);
  return (
    <>
      {isOnItsWay && <Notice tone="quiet" svg={sent} role="status" title={t.value('publish.done')} />}
      <ScreenTroubles view={view} />
      <ScreensState view={view} />
    </>
  );
}

function SendBack({ deeds }: DeedsProps): JSX.Element {
  const note = useSignal('');
  return (
    <details class="content-more">
      <summary>{t.value('look.sendBack')}</summary>
      <TextField label={t.value('look.note')} value={note.value} max={NOTE_MAX} rows={3} onInput={(value) => (note.value = value)} />
      <Button
        svg={back}
        label={t.value('look.sendBack')}
        disabled={note.value.trim() === ''}
        onClick={() => void deeds.run('send-back', note.value)}
      />
    </details>
  );
}

function Removed({ deeds }: DeedsProps): JSX.Element {
  return (
    <>
      <Notice tone="quiet" svg={bin} role="status" title={t.value('look.removedText')} />
      <Button svg={bringBack} label={t.value('look.bringBack')} onClick={() => void deeds.run('bring-back')} />
      <ContentFailure status={deeds.status.value} />
    </>
  );
}

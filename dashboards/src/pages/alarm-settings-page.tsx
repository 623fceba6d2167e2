import type { AlarmMine, AlarmPreferences, AlarmSite } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import back from 'lucide-static/icons/arrow-left.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import '../alarms/alarms.css';
import { Channels } from '../alarms/channels.tsx';
import { SiteSettings } from '../alarms/site-settings.tsx';
import { ToolServices } from '../alarms/tool-services.tsx';
import { Kinds, Quiet } from '../alarms/wishes.tsx';
import { t } from '../alarms/words.ts';
import { hrefOf } from '../core/route.ts';
import { apiPost } from '../data/api.ts';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** What a person wants to be told, how and when; for coordinators also the rules of the site. */
export function AlarmSettingsPage(): JSX.Element {
  const say = t.value;
  const mine = useLoad<AlarmMine>('/alarms/me');
  const site = useLoad<AlarmSite>('/alarms/settings');
  const { data, code } = mine.loaded.value;
  const siteData = site.loaded.value.data;
  return (
    <div class="page">
      <ButtonLink svg={back} label={i18n.t.value('nav.back')} href={hrefOf({ page: 'alarms' })} />
      <h1>{say('settings.title')}</h1>
      <LoadState loaded={mine.loaded.value} reload={mine.reload} />
      {data !== undefined && code === undefined && <Mine first={data} />}
      {data !== undefined && <LoadState loaded={site.loaded.value} reload={site.reload} />}
      {siteData !== undefined && siteData.tools.length > 0 && mayAct('staff') && (
        <Section id="tools" title={say('tools.title')}>
          <ToolServices tools={siteData.tools} onDone={site.reload} />
        </Section>
      )}
      {siteData !== undefined && mayAct('coordinator') && (
        <Section id="site" title={say('site.title')}>
          <SiteSettings site={siteData} onSaved={site.reload} />
        </Section>
      )}
    </div>
  );
}

function Mine(props: { readonly first: AlarmMine }): JSX.Element {
  const say = t.value;
  const mine = useSignal(props.first);
  const draft = useSignal(inLanguage(props.first.preferences));
  const save = useMemo(
    () =>
      createTask(async (next: AlarmPreferences) => {
        mine.value = await apiPost<AlarmMine>('/alarms/me', next);
      }),
    [],
  );
  const onDraft = (next: AlarmPreferences): void => {
    draft.value = inLanguage(next);
    save.reset();
  };
  // The language alone is no reason to save first: a test comes in the one that was saved.
  const isSaved = JSON.stringify(draft.value) === JSON.stringify(inLanguage(mine.value.preferences));
  const parts = { draft: draft.value, onDraft };
  return (
    <form
      class="page"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(draft.value);
      }}
    >
      <Section id="how" title={say('how.title')}>
        <Channels
          {...parts}
          mine={mine.value}
          isSaved={isSaved}
          onMine={(next) => {
            mine.value = next;
          }}
        />
      </Section>
      <Section id="what" title={say('what.title')}>
        <Kinds {...parts} />
      </Section>
      <Section id="quiet" title={say('quiet.title')}>
        <Quiet {...parts} />
      </Section>
      <div class="tell">
        <Button kind="primary" type="submit" svg={check} label={say('settings.save')} busy={save.status.value.state === 'busy'} />
        <Failure status={save.status.value} />
        {save.status.value.state === 'done' && <Notice tone="good" svg={check} role="status" title={say('settings.saved')} />}
      </div>
    </form>
  );
}

/** Messages come in the language of the page in which a person last chose. */
const inLanguage = (preferences: AlarmPreferences): AlarmPreferences => ({
  ...preferences,
  language: i18n.language.value === 'nl' ? 'nl' : 'en',
});

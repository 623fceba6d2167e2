import bell from 'lucide-static/icons/bell.svg?raw';
import person from 'lucide-static/icons/circle-user.svg?raw';
import contrast from 'lucide-static/icons/contrast.svg?raw';
import leave from 'lucide-static/icons/log-out.svg?raw';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import sort from 'lucide-static/icons/recycle.svg?raw';
import truck from 'lucide-static/icons/truck.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import type { JSX } from 'preact';
import { hrefOf } from '../core/route.ts';
import { chooseTheme, THEMES, theme } from '../data/preferences.ts';
import { mayAct, session, signOut } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { Failure } from '../parts/failure.tsx';
import { Languages } from '../parts/languages.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

const leaving = createTask(signOut);

/** Language, colours, the wall screen, and the way out. */
export function SettingsPage(): JSX.Element {
  const t = i18n.t.value;
  const current = session.value;
  return (
    <div class="page">
      <h1>{t('nav.more')}</h1>
      <div class="links">
        <ButtonLink svg={bell} label={t('nav.alarms')} href={hrefOf({ page: 'alarms' })} />
        <ButtonLink svg={sort} label={t('nav.outcomes')} href={hrefOf({ page: 'outcomes' })} />
        <ButtonLink svg={truck} label={t('nav.emptyings')} href={hrefOf({ page: 'emptyings' })} />
        {mayAct('admin') && <ButtonLink svg={users} label={t('nav.people')} href={hrefOf({ page: 'people' })} />}
        <ButtonLink svg={person} label={t('nav.account')} href={hrefOf({ page: 'account' })} />
        <ButtonLink svg={monitor} label={t('nav.wall')} href={hrefOf({ page: 'wall' })} />
      </div>
      <Section id="settings" title={t('settings.title')}>
        <Languages />
        <Choices
          svg={contrast}
          legend={t('settings.theme')}
          options={THEMES.map((value) => ({ value, word: t(`theme.${value}`) }))}
          chosen={theme.value}
          onChoose={chooseTheme}
        />
      </Section>
      {current.state === 'signed-in' && (
        <div class="leave">
          <p>
            {t('session.as', { name: current.me.name })} ({t(`role.${current.me.role}`)})
          </p>
          <Failure status={leaving.status.value} />
          <Button
            svg={leave}
            label={t('session.signOut')}
            busy={leaving.status.value.state === 'busy'}
            onClick={() => void leaving.run()}
          />
        </div>
      )}
    </div>
  );
}

import type { InviteResponse, Role } from '@kringwijzer/contract';
import { signal } from '@preact/signals';
import copy from 'lucide-static/icons/copy.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import add from 'lucide-static/icons/user-plus.svg?raw';
import type { JSX } from 'preact';
import { apiPost } from '../data/api.ts';
import { mayAct, ROLE_LADDER } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

const role = signal<Role>('staff');
const link = signal<string | undefined>(undefined);
const inviting = createTask(async (wanted: Role) => {
  const { path } = await apiPost<InviteResponse>('/invites', { role: wanted });
  link.value = new URL(path, window.location.href).href;
});
const copying = createTask((text: string) => navigator.clipboard.writeText(text));

/** Inviting colleagues by a link that works once. */
export function PeoplePage(): JSX.Element {
  const t = i18n.t.value;
  return (
    <div class="page">
      <h1>{t('nav.people')}</h1>
      {mayAct('admin') ? <Invite /> : <Notice tone="warn" svg={lock} title={t('state.forbidden')} text={t('state.forbiddenCure')} />}
    </div>
  );
}

function Invite(): JSX.Element {
  const t = i18n.t.value;
  const made = link.value;
  return (
    <Section id="invite" title={t('people.invite')}>
      <Choices
        legend={t('people.role')}
        options={ROLE_LADDER.map((value) => ({ value, word: t(`role.${value}`) }))}
        chosen={role.value}
        onChoose={(value) => {
          role.value = value;
          link.value = undefined;
        }}
      />
      <p>{t(`people.may.${role.value}`)}</p>
      <Failure status={inviting.status.value} />
      <Button
        kind="primary"
        svg={add}
        label={t('people.make')}
        busy={inviting.status.value.state === 'busy'}
        onClick={() => void inviting.run(role.value)}
      />
      {made !== undefined && (
        <div role="status">
          <Notice tone="good" svg={mail} title={t('people.made')} text={t('people.madeText')}>
            <p class="code code-long">{made}</p>
            <Button
              svg={copy}
              label={t(copying.status.value.state === 'done' ? 'people.copied' : 'people.copy')}
              onClick={() => void copying.run(made)}
            />
          </Notice>
        </div>
      )}
    </Section>
  );
}

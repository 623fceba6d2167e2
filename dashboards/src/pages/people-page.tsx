import type { InviteResponse, Person, Role, TabletInfo } from '@kringwijzer/contract';
import { signal } from '@preact/signals';
import copy from 'lucide-static/icons/copy.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import add from 'lucide-static/icons/user-plus.svg?raw';
import remove from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { apiPost } from '../data/api.ts';
import { hubNowMs } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { forgetTabletOf } from '../data/people.ts';
import { mayAct, ROLE_LADDER, session } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { Failure } from '../parts/failure.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { PersonRow } from '../parts/person-row.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

const role = signal<Role>('staff');
const link = signal<string | undefined>(undefined);
const inviting = createTask(async (wanted: Role) => {
  const { path } = await apiPost<InviteResponse>('/invites', { role: wanted });
  link.value = new URL(path, window.location.href).href;
});
const copying = createTask((text: string) => navigator.clipboard.writeText(text));

/** Colleagues with their roles and browsers, inviting more by a link that works once, and the shared tablets. */
export function PeoplePage(): JSX.Element {
  const t = i18n.t.value;
  return (
    <div class="page">
      <h1>{t('nav.people')}</h1>
      {mayAct('admin') ? (
        <>
          <People />
          <Invite />
          <Tablets />
        </>
      ) : (
        <Notice tone="warn" svg={lock} title={t('state.forbidden')} text={t('state.forbiddenCure')} />
      )}
    </div>
  );
}

function People(): JSX.Element {
  const { loaded, reload } = useLoad<readonly Person[]>('/people');
  const { data, code } = loaded.value;
  const current = session.value;
  const me = current.state === 'signed-in' ? current.me.name : undefined;
  return (
    <Section id="people" title={i18n.t.value('people.title')}>
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && (
        <ul class="emptyings">
          {data.map((person) => (
            <PersonRow key={person.name} person={person} isMe={person.name === me} reload={reload} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const forgetting = createTask(forgetTabletOf);

function Tablets(): JSX.Element | null {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<readonly TabletInfo[]>('/tablets');
  const { data = [], code } = loaded.value;
  if (data.length === 0 && code === undefined) return null;
  const forget = (id: string) => (): void => {
    void forgetting.run(id).then((done) => {
      if (done) reload();
    });
  };
  return (
    <Section id="tablets" title={t('tablet.list')}>
      <Failure status={forgetting.status.value} />
      <LoadState loaded={loaded.value} reload={reload} />
      <ul class="rows">
        {data.map(({ id, name, by, at }) => (
          <li key={id} class="row">
            <span class="row-name">{name}</span>
            <span>{t('tablet.by', { by, date: i18n.formats.value.moment(at, hubNowMs.value) })}</span>
            <Button svg={remove} label={t('tablet.forgetOther')} onClick={forget(id)} />
          </li>
        ))}
      </ul>
    </Section>
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
            <QrCode text={made} label={t('people.qr')} />
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

import type { Person, Role } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import open from 'lucide-static/icons/chevron-down.svg?raw';
import face from 'lucide-static/icons/circle-user.svg?raw';
import leave from 'lucide-static/icons/log-out.svg?raw';
import on from 'lucide-static/icons/user-check.svg?raw';
import off from 'lucide-static/icons/user-x.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { changePerson, endSessionsOf } from '../data/people.ts';
import { ROLE_LADDER } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { Failure } from './failure.tsx';
import { SessionList } from './session-list.tsx';
import { Tag } from './tag.tsx';

interface PersonRowProps {
  readonly person: Person;
  /** The person who looks: what would lock that one out is not offered. */
  readonly isMe: boolean;
  readonly reload: () => void;
}

/** One member of staff; opened, what an administrator may change of it. */
export function PersonRow(props: PersonRowProps): JSX.Element {
  const t = i18n.t.value;
  const { person, isMe } = props;
  const isOpen = useSignal(false);
  return (
    <li class="card person">
      <button
        type="button"
        class="person-head"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon svg={face} />
        <span class="row-name">{person.name}</span>
        <span>{t(`role.${person.role}`)}</span>
        {person.disabled && <Tag tone="warn">{t('people.off')}</Tag>}
        <Icon svg={open} class={isOpen.value ? 'person-open' : ''} />
      </button>
      {isOpen.value && (
        <>
          {isMe ? <p class="empty">{t('people.me')}</p> : <Change {...props} />}
          <SessionList sessions={person.sessions} />
        </>
      )}
    </li>
  );
}

function Change({ person, reload }: PersonRowProps): JSX.Element {
  const t = i18n.t.value;
  const task = useMemo(
    () =>
      createTask((change: { readonly role?: Role; readonly disabled?: boolean } | 'sign-out') =>
        change === 'sign-out' ? endSessionsOf(person.name) : changePerson(person.name, change),
      ),
    [person.name],
  );
  const busy = task.status.value.state === 'busy';
  const ask = (change: Parameters<typeof task.run>[0]): void => {
    void task.run(change).then((done) => {
      if (done) reload();
    });
  };
  return (
    <>
      <Failure status={task.status.value} />
      <Choices
        legend={t('people.role')}
        options={ROLE_LADDER.map((value) => ({ value, word: t(`role.${value}`) }))}
        chosen={person.role}
        onChoose={(role) => ask({ role })}
      />
      <p class="card-line">{t('people.changeText')}</p>
      <div class="links">
        <Button svg={leave} label={t('sessions.endAll')} busy={busy} onClick={() => ask('sign-out')} />
        {person.disabled ? (
          <Button svg={on} label={t('people.switchOn')} busy={busy} onClick={() => ask({ disabled: false })} />
        ) : (
          <Button kind="danger" svg={off} label={t('people.switchOff')} busy={busy} onClick={() => ask({ disabled: true })} />
        )}
      </div>
    </>
  );
}

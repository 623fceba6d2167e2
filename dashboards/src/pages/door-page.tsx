import type { Tablet } from '@kringwijzer/contract';
import { Mark } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import enter from 'lucide-static/icons/log-in.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import person from 'lucide-static/icons/user-plus.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { go } from '../data/route.ts';
import { acceptInvite, signIn } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Languages } from '../parts/languages.tsx';
import { Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { i18n } from '../words/words.ts';
import { TabletDoor } from './tablet-door.tsx';

const PASSWORD_MIN = 10;

/** Signing in: with name and password, or on a shared tablet with a PIN. */
export function SignInPage(): JSX.Element {
  const t = i18n.t.value;
  const byPassword = useSignal(false);
  const { loaded } = useLoad<Tablet>('/tablet');
  const { tablet, people = [] } = loaded.value.data ?? {};
  if (tablet === undefined || people.length === 0 || byPassword.value) return <PasswordDoor />;
  return (
    <Door title={t('pin.door')} lead={tablet}>
      <TabletDoor people={people} onPassword={() => (byPassword.value = true)} />
    </Door>
  );
}

function PasswordDoor(): JSX.Element {
  const t = i18n.t.value;
  const task = useMemo(() => createTask(signIn), []);
  const status = task.status.value;
  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')}>
      <form class="form" onSubmit={onSubmit((name, password) => void task.run(name, password))}>
        <Failure status={status} />
        <NameField />
        <PasswordField autocomplete="current-password" />
        <Button
          type="submit"
          kind="primary"
          svg={enter}
          busy={status.state === 'busy'}
          label={t(status.state === 'busy' ? 'signIn.busy' : 'signIn.submit')}
        />
      </form>
      <p class="door-note">{t('signIn.noAccount')}</p>
    </Door>
  );
}

/** Becoming a member by an invite link. */
export function InvitePage(props: { readonly code: string }): JSX.Element {
  const t = i18n.t.value;
  const task = useMemo(() => createTask(acceptInvite), []);
  const short = useSignal(false);
  const status = task.status.value;
  const accept = async (name: string, password: string): Promise<void> => {
    short.value = password.length < PASSWORD_MIN;
    if (!short.value && (await task.run(props.code, name, password))) go({ page: 'live' });
  };
  return (
    <Door title={t('invite.title')} lead={t('invite.lead')}>
      <form class="form" onSubmit={onSubmit((name, password) => void accept(name, password))}>
        <Failure status={status} />
        {short.value && <Notice tone="warn" svg={alert} role="alert" title={t('invite.short')} />}
        <NameField hint={t('invite.nameHint')} />
        <PasswordField autocomplete="new-password" hint={t('invite.passwordHint')} />
        <Button
          type="submit"
          kind="primary"
          svg={person}
          busy={status.state === 'busy'}
          label={t(status.state === 'busy' ? 'signIn.busy' : 'invite.submit')}
        />
      </form>
    </Door>
  );
}

function Door(props: { readonly title: string; readonly lead: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <main class="door">
      <div class="door-sign">
        <Mark />
        <p class="door-name">Kringwijzer</p>
      </div>
      <div class="door-panel">
        <h1>{props.title}</h1>
        <p>{props.lead}</p>
        {props.children}
        <Languages />
      </div>
    </main>
  );
}

function NameField(props: { readonly hint?: string }): JSX.Element {
  return (
    <div class="field">
      <label for="name">{i18n.t.value('signIn.name')}</label>
      {props.hint !== undefined && (
        <p id="name-hint" class="field-hint">
          {props.hint}
        </p>
      )}
      <input
        id="name"
        name="name"
        required
        maxLength={64}
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={props.hint === undefined ? undefined : 'name-hint'}
      />
    </div>
  );
}

function onSubmit(send: (name: string, password: string) => void): (event: SubmitEvent) => void {
  return (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    send(textOf(form, 'name').trim(), textOf(form, 'password'));
  };
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

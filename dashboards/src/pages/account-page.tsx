import type { PersonSession, Tablet } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import save from 'lucide-static/icons/check.svg?raw';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import leave from 'lucide-static/icons/log-out.svg?raw';
import tablet from 'lucide-static/icons/tablet.svg?raw';
import remove from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useLoad } from '../data/load.ts';
import { choosePin, endMySession, forgetTablet, makeTablet, removePin } from '../data/people.ts';
import { mayAct, refreshSession, session } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { LoadState } from '../parts/load-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { PasswordField } from '../parts/password-field.tsx';
import { Section } from '../parts/section.tsx';
import { SessionList } from '../parts/session-list.tsx';
import { TextField, textIn } from '../parts/text-field.tsx';
import { i18n } from '../words/words.ts';

/** What a person may arrange for himself: where he is signed in, a PIN, and whether this device is a shared tablet. */
export function AccountPage(): JSX.Element {
  const t = i18n.t.value;
  const current = session.value;
  const isFull = current.state === 'signed-in' && current.me.how !== 'pin';
  return (
    <div class="page">
      <h1>{t('nav.account')}</h1>
      <MySessions />
      {isFull ? <MyPin /> : <p class="empty">{t('account.fullOnly')}</p>}
      {isFull && mayAct('staff') && <ThisTablet />}
    </div>
  );
}

function MySessions(): JSX.Element {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<readonly PersonSession[]>('/me/sessions');
  const task = useMemo(() => createTask(endMySession), []);
  const { data, code } = loaded.value;
  const busy = task.status.value.state === 'busy';
  const end = async (id: string): Promise<void> => {
    if (!(await task.run(id))) return;
    if (id === 'all') await refreshSession();
    else reload();
  };
  return (
    <Section id="sessions" title={t('sessions.title')}>
      <Failure status={task.status.value} />
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && <SessionList sessions={data} busy={busy} onEnd={(id) => void end(id)} />}
      <Button kind="danger" svg={leave} label={t('sessions.endAll')} busy={busy} onClick={() => void end('all')} />
    </Section>
  );
}

function MyPin(): JSX.Element {
  const t = i18n.t.value;
  const wrong = useSignal(false);
  const choosing = useMemo(() => createTask(choosePin), []);
  const removing = useMemo(() => createTask(removePin), []);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const pin = textIn(form, 'new-pin');
    wrong.value = !/^\d{4,8}$/u.test(pin);
    removing.reset();
    if (!wrong.value) void choosing.run(textIn(form, 'password'), pin);
  };
  return (
    <Section id="pin" title={t('pin.title')}>
      <p>{t('pin.why')}</p>
      <form class="form" onSubmit={submit}>
        <Failure status={choosing.status.value} />
        <Failure status={removing.status.value} />
        {choosing.status.value.state === 'done' && <Notice tone="good" svg={ok} role="status" title={t('pin.done')} />}
        {removing.status.value.state === 'done' && <Notice tone="good" svg={ok} role="status" title={t('pin.removed')} />}
        <TextField
          id="new-pin"
          label={t('pin.new')}
          hint={t('pin.hint')}
          inputMode="numeric"
          maxLength={8}
          required
          wrong={wrong.value ? t('pin.wrong') : undefined}
        />
        <PasswordField autocomplete="current-password" hint={t('pin.passwordHint')} />
        <div class="links">
          <Button type="submit" kind="primary" svg={save} label={t('pin.save')} busy={choosing.status.value.state === 'busy'} />
          <Button svg={remove} label={t('pin.remove')} busy={removing.status.value.state === 'busy'} onClick={() => void removing.run()} />
        </div>
      </form>
    </Section>
  );
}

function ThisTablet(): JSX.Element {
  const t = i18n.t.value;
  const { loaded, reload } = useLoad<Tablet>('/tablet');
  const task = useMemo(() => createTask((name?: string) => (name === undefined ? forgetTablet() : makeTablet(name))), []);
  const busy = task.status.value.state === 'busy';
  const name = loaded.value.data?.tablet;
  const run = async (wanted?: string): Promise<void> => {
    if (await task.run(wanted)) reload();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(textIn(new FormData(event.currentTarget as HTMLFormElement), 'tablet'));
  };
  return (
    <Section id="this-tablet" title={t('tablet.title')}>
      <Failure status={task.status.value} />
      {name === undefined ? (
        <form class="form" onSubmit={submit}>
          <p>{t('tablet.why')}</p>
          <TextField id="tablet" label={t('tablet.name')} hint={t('tablet.nameHint')} maxLength={64} required />
          <Button type="submit" svg={tablet} label={t('tablet.make')} busy={busy} />
        </form>
      ) : (
        <>
          <p>{t('tablet.is', { name })}</p>
          <Button svg={remove} label={t('tablet.forget')} busy={busy} onClick={() => void run()} />
        </>
      )}
    </Section>
  );
}

import type { AlarmChannel, AlarmMine, AlarmPreferences } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import bell from 'lucide-static/icons/bell.svg?raw';
import off from 'lucide-static/icons/bell-off.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import send from 'lucide-static/icons/send.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { LineField } from './line-field.tsx';
import { canPush, currentPush, isBlocked, startPush, stopPush } from './push.ts';
import { Tick } from './tick.tsx';
import { t } from './words.ts';

interface ChannelsProps {
  readonly mine: AlarmMine;
  readonly draft: AlarmPreferences;
  readonly isSaved: boolean;
  readonly onDraft: (draft: AlarmPreferences) => void;
  readonly onMine: (mine: AlarmMine) => void;
}

/** The ways to a person beside this page, each with a test. */
export function Channels(props: ChannelsProps): JSX.Element {
  const say = t.value;
  const { draft, mine, onDraft } = props;
  const { email, ntfy } = draft;
  return (
    <div class="tell">
      <p>{say('how.lead')}</p>
      <div class="tell-card">
        <Tick
          label={say('email.on')}
          strong
          on={email.on}
          disabled={!mine.emailAvailable}
          onChange={(on) => onDraft({ ...draft, email: { ...email, on } })}
        />
        {!mine.emailAvailable && <p class="field-hint">{say('email.none')}</p>}
        {email.on && mine.emailAvailable && (
          <>
            <LineField
              label={say('email.address')}
              type="email"
              value={email.address}
              onInput={(address) => onDraft({ ...draft, email: { ...email, address } })}
            />
            <Test channel="email" {...props} />
          </>
        )}
      </div>
      <Push {...props} />
      <div class="tell-card">
        <Tick label={say('ntfy.on')} strong on={ntfy.on} onChange={(on) => onDraft({ ...draft, ntfy: { ...ntfy, on } })} />
        {ntfy.on && (
          <>
            <LineField
              label={say('ntfy.topic')}
              value={ntfy.topic}
              hint={say('ntfy.hint', { server: mine.ntfyServer })}
              onInput={(topic) => onDraft({ ...draft, ntfy: { ...ntfy, topic } })}
            />
            <Test channel="ntfy" {...props} />
          </>
        )}
      </div>
    </div>
  );
}

function Push(props: ChannelsProps): JSX.Element {
  const say = t.value;
  const { draft, mine, onDraft, onMine } = props;
  const here = useSignal<PushSubscription | undefined>(undefined);
  useEffect(() => void currentPush().then((found) => (here.value = found)), []);
  const turn = useMemo(
    () =>
      createTask(async (key: string) => {
        const before = here.value;
        onMine(await (before === undefined ? startPush(key) : stopPush(before)));
        here.value = await currentPush();
      }),
    [],
  );
  const isHere = here.value !== undefined;
  return (
    <div class="tell-card">
      <Tick label={say('push.on')} strong on={draft.push.on} onChange={(on) => onDraft({ ...draft, push: { on } })} />
      {draft.push.on && (
        <>
          <p>{say('push.count', { count: mine.browsers })}</p>
          {!canPush() && <p class="field-hint">{say('push.unable')}</p>}
          {isBlocked() && <p class="field-wrong">{say('push.denied')}</p>}
          {canPush() && !isBlocked() && (
            <Button
              svg={isHere ? off : bell}
              label={say(isHere ? 'push.off' : 'push.here')}
              busy={turn.status.value.state === 'busy'}
              onClick={() => void turn.run(mine.vapidKey)}
            />
          )}
          <Failure status={turn.status.value} />
          {mine.browsers > 0 && <Test channel="push" {...props} />}
        </>
      )}
    </div>
  );
}

function Test(props: ChannelsProps & { readonly channel: AlarmChannel }): JSX.Element {
  const say = t.value;
  const { channel, mine, isSaved } = props;
  const task = useMemo(() => createTask(() => apiPost('/alarms/me/test', { channel }, { timeoutMs: 45_000 })), [channel]);
  const { state } = task.status.value;
  const failure = mine.failures[channel];
  return (
    <>
      {failure !== undefined && state === 'idle' && (
        <Notice tone="bad" svg={alert} title={say('how.failed')} text={failureWords(i18n.language.value, failure.code)} />
      )}
      <Button svg={send} label={say('test.do')} busy={state === 'busy'} disabled={!isSaved} onClick={() => void task.run()} />
      {!isSaved && <p class="field-hint">{say('settings.saveFirst')}</p>}
      <Failure status={task.status.value} />
      {state === 'done' && <Notice tone="good" svg={check} role="status" title={say('test.sent')} />}
    </>
  );
}

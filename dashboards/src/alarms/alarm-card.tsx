import type { Alarm } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import bell from 'lucide-static/icons/bell.svg?raw';
import hush from 'lucide-static/icons/bell-off.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import people from 'lucide-static/icons/users.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { hubNowMs } from '../data/live.ts';
import { mayAct } from '../data/session.ts';
import { createTask, type Task } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { i18n } from '../words/words.ts';
import { kindIcon } from './kind-icon.ts';
import { SnoozeForm } from './snooze-form.tsx';
import { t, textOf } from './words.ts';

/** One alarm that goes on: what, what to do, since when, who saw it; and for staff the answers. */
export function AlarmCard(props: { readonly alarm: Alarm }): JSX.Element {
  const { alarm } = props;
  const say = t.value;
  const { title, todo } = textOf(alarm);
  const moment = momentOf();
  const { acknowledged, snoozed, escalatedAt } = alarm;
  const isQuiet = snoozed !== undefined;
  return (
    <li class={`alarm alarm-${isQuiet ? 'quiet' : alarm.level}`} aria-labelledby={`${alarm.id}-title`}>
      <div class="alarm-head">
        <Icon svg={kindIcon(alarm.kind)} class="alarm-icon" />
        <h3 id={`${alarm.id}-title`} class="alarm-title">
          {title}
        </h3>
        <span class="alarm-level">{say(`level.${alarm.level}`)}</span>
      </div>
      <p class="alarm-todo">{todo}</p>
      <p class="alarm-line">
        <time dateTime={new Date(alarm.raisedAt).toISOString()}>{say('card.since', { time: moment(alarm.raisedAt) })}</time>
      </p>
      {escalatedAt !== undefined && <Line svg={people} text={say('card.escalated', { time: moment(escalatedAt) })} />}
      {acknowledged !== undefined && !isQuiet && (
        <Line svg={check} text={say('card.seen', { by: acknowledged.by, time: moment(acknowledged.at) })} />
      )}
      {snoozed !== undefined && (
        <Line svg={hush} text={say('card.quiet', { by: snoozed.by, time: moment(snoozed.until), reason: snoozed.reason })} />
      )}
      {mayAct('staff') && <Answers alarm={alarm} />}
    </li>
  );
}

const momentOf =
  () =>
  (atMs: number): string =>
    i18n.formats.value.moment(atMs, hubNowMs.value);

function Line(props: { readonly svg: string; readonly text: string }): JSX.Element {
  return (
    <p class="alarm-line">
      <Icon svg={props.svg} />
      <span>{props.text}</span>
    </p>
  );
}

function useAnswer(id: string): Task<[path: string, body: object]> {
  return useMemo(() => createTask((path: string, body: object) => apiPost(`/alarms/${id}/${path}`, body)), [id]);
}

function Answers(props: { readonly alarm: Alarm }): JSX.Element {
  const { id, acknowledged, snoozed } = props.alarm;
  const say = t.value;
  const isOpen = useSignal(false);
  const answer = useAnswer(id);
  const busy = answer.status.value.state === 'busy';
  if (isOpen.value) {
    return (
      <>
        <SnoozeForm
          busy={busy}
          onCancel={() => {
            isOpen.value = false;
          }}
          onSnooze={(minutes, reason) => {
            void answer.run('snooze', { minutes, reason }).then((isDone) => {
              if (isDone) isOpen.value = false;
            });
          }}
        />
        <Failure status={answer.status.value} />
      </>
    );
  }
  return (
    <>
      <div class="alarm-answers">
        {acknowledged === undefined && (
          <Button kind="primary" svg={check} label={say('card.see')} busy={busy} onClick={() => void answer.run('acknowledge', {})} />
        )}
        {snoozed === undefined ? (
          <Button
            svg={hush}
            label={say('card.hush')}
            onClick={() => {
              isOpen.value = true;
            }}
          />
        ) : (
          <Button
            svg={bell}
            label={say('card.wake')}
            busy={busy}
            onClick={() => void answer.run('snooze', { minutes: 0, reason: snoozed.reason })}
          />
        )}
      </div>
      <Failure status={answer.status.value} />
    </>
  );
}

import type { PersonSession } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import keypad from 'lucide-static/icons/grip.svg?raw';
import screen from 'lucide-static/icons/monitor-smartphone.svg?raw';
import end from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Tag } from './tag.tsx';

/** Browsers in which a person is signed in; with `onEnd` each of the others can be ended. */
export function SessionList(props: {
  readonly sessions: readonly PersonSession[];
  readonly busy?: boolean;
  readonly onEnd?: (id: string) => void;
}): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const { sessions, onEnd } = props;
  if (sessions.length === 0) return <p class="empty">{t('sessions.none')}</p>;
  return (
    <ul class="rows">
      {sessions.map(({ id, device, how, seenAt, current }) => (
        <li key={id} class="row">
          <Icon svg={how === 'pin' ? keypad : screen} />
          <span class="row-name">{device === '' ? t('sessions.unknown') : device}</span>
          {current ? (
            <Tag tone="good">{t('sessions.this')}</Tag>
          ) : (
            <span>{t('sessions.seen', { age: formats.ago(seenAt, hubNowMs.value) })}</span>
          )}
          {onEnd !== undefined && !current && (
            <Button svg={end} label={t('sessions.end')} busy={props.busy ?? false} onClick={() => onEnd(id)} />
          )}
        </li>
      ))}
    </ul>
  );
}

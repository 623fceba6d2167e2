import { Icon } from '@kringwijzer/ui';
import yes from 'lucide-static/icons/check.svg?raw';
import more from 'lucide-static/icons/pencil.svg?raw';
import truck from 'lucide-static/icons/truck.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { EmptyingAsk } from '../core/emptyings.ts';
import { hrefOf } from '../core/route.ts';
import { confirmEmptying } from '../data/emptyings.ts';
import { hubNowMs } from '../data/live.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button, ButtonLink } from './button.tsx';
import { Failure } from './failure.tsx';

/** Emptyings the scales saw, each to be confirmed with one tap. */
export function EmptyingAsks(props: { readonly asks: readonly EmptyingAsk[] }): JSX.Element | null {
  if (props.asks.length === 0) return null;
  return (
    <ul class="asks">
      {props.asks.map((ask) => (
        <Ask key={ask.last.id} {...ask} />
      ))}
    </ul>
  );
}

function Ask({ device, last }: EmptyingAsk): JSX.Element {
  const t = i18n.t.value;
  const formats = i18n.formats.value;
  const task = useMemo(() => createTask(confirmEmptying), []);
  return (
    <li class="card ask">
      <p class="ask-title">
        <Icon svg={truck} />
        {t('emptyings.ask', { name: device.meta.name })}
      </p>
      <p>{t('emptyings.askText', { mass: formats.mass(last.massG), time: formats.moment(last.at, hubNowMs.value) })}</p>
      <Failure status={task.status.value} />
      <div class="links">
        <Button
          kind="primary"
          svg={yes}
          label={t('emptyings.right')}
          busy={task.status.value.state === 'busy'}
          onClick={() => void task.run(last.id)}
        />
        <ButtonLink svg={more} label={t('emptyings.more')} href={hrefOf({ page: 'emptyings' })} />
      </div>
    </li>
  );
}

import check from 'lucide-static/icons/check.svg?raw';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { t } from './words.ts';

/** A form that asks the hub for something and says what became of it. `save` answers when it is done, or throws. */
export function Saver(props: {
  readonly label: string;
  readonly save: () => Promise<unknown>;
  readonly ready: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const latest = useMemo(() => ({ save: props.save }), []);
  latest.save = props.save;
  const task = useMemo(() => createTask(() => latest.save()), []);
  const { state } = task.status.value;
  return (
    <form
      class="results-form"
      onSubmit={(event) => {
        event.preventDefault();
        void task.run();
      }}
    >
      {props.children}
      <Button svg={check} label={props.label} type="submit" busy={state === 'busy'} disabled={!props.ready} />
      <Failure status={task.status.value} />
      {state === 'done' && <Notice tone="good" svg={check} role="status" title={t.value('plan.saved')} />}
    </form>
  );
}

import type { AlarmSite } from '@kringwijzer/contract';
import wrench from 'lucide-static/icons/wrench.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { apiPost } from '../data/api.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { Failure } from '../parts/failure.tsx';
import { t } from './words.ts';

/** Run hours of each tool since its last service, and the word that it was done. */
export function ToolServices(props: { readonly tools: AlarmSite['tools']; readonly onDone: () => void }): JSX.Element {
  const say = t.value;
  const task = useMemo(
    () =>
      createTask(async (path: string) => {
        await apiPost(path);
        props.onDone();
      }),
    [],
  );
  return (
    <div class="tell">
      <ul class="rows">
        {props.tools.map(({ node, device, name, runH }) => (
          <li key={`${node}/${device}`} class="row">
            <span class="row-name">{name}</span>
            <span>{say('tools.ran', { hours: Math.round(runH) })}</span>
            <Button
              svg={wrench}
              label={say('tools.done')}
              busy={task.status.value.state === 'busy'}
              onClick={() => void task.run(`/alarms/tools/${node}/${device}/serviced`)}
            />
          </li>
        ))}
      </ul>
      <Failure status={task.status.value} />
    </div>
  );
}

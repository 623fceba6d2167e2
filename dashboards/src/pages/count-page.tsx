import type { DeviceLive } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import finish from 'lucide-static/icons/circle-check-big.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import start from 'lucide-static/icons/play.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { traceValueOf } from '../core/device-value.ts';
import { type DeviceRef, sendCommand } from '../data/command.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { CarePage } from '../parts/care-page.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { i18n } from '../words/words.ts';

/** Fewest passages that say anything of a door: below this one person side by side with another weighs too much. */
const LEAST = 20;

/** Counting people by hand beside the door, to correct what the beams miss. */
export function CountPage(): JSX.Element {
  const t = i18n.t.value;
  return (
    <CarePage title={(name) => t('count.title', { name })}>
      {(to, device) => (device.meta.kind === 'door' ? <Counter to={to} device={device} /> : undefined)}
    </CarePage>
  );
}

function Counter(props: { readonly to: DeviceRef; readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const { to, device } = props;
  const startedAt = useSignal<number | undefined>(undefined);
  const manual = useSignal(0);
  const task = useMemo(
    () => createTask((counted: number) => sendCommand(to, 'correct_door', { counted, manual: manual.value })),
    [to.node, to.device],
  );
  const now = traceValueOf(device);
  const from = startedAt.value;
  if (task.status.value.state === 'done') {
    return <Notice tone="good" svg={finish} role="status" title={t('count.done')} text={t('count.doneText')} />;
  }
  if (from === undefined || now === undefined) {
    return (
      <Section id="count" title={t('count.ready')}>
        <p>{t('count.readyText')}</p>
        <Button
          kind="primary"
          svg={start}
          label={t('count.begin')}
          disabled={now === undefined}
          onClick={() => {
            startedAt.value = now;
            manual.value = 0;
          }}
        />
      </Section>
    );
  }
  // Past midnight the door starts again at 0; what was counted before is then not comparable.
  const counted = now - from;
  return (
    <Section id="count" title={t('count.going')}>
      <button type="button" class="tally" onClick={() => (manual.value += 1)}>
        <span class="tally-number">{manual.value}</span>
        <span>{t('count.tap')}</span>
      </button>
      <div class="links">
        <Button svg={minus} label={t('count.undo')} disabled={manual.value === 0} onClick={() => (manual.value -= 1)} />
      </div>
      <p>{counted < 0 ? t('count.midnight') : t('count.door', { count: counted })}</p>
      <Failure status={task.status.value} />
      {manual.value < LEAST && <p class="card-line">{t('count.least', { least: LEAST })}</p>}
      <div class="links">
        <Button
          svg={finish}
          label={t('count.finish')}
          busy={task.status.value.state === 'busy'}
          disabled={manual.value < LEAST || counted < 1}
          onClick={() => void task.run(counted)}
        />
        <Button svg={plus} label={t('count.again')} onClick={() => (startedAt.value = undefined)} />
      </div>
    </Section>
  );
}

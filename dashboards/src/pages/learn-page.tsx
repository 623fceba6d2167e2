import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import idle from 'lucide-static/icons/circle-pause.svg?raw';
import run from 'lucide-static/icons/cog.svg?raw';
import ear from 'lucide-static/icons/ear.svg?raw';
import off from 'lucide-static/icons/power-off.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type DeviceRef, sendCommand } from '../data/command.ts';
import { createTask } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { CarePage } from '../parts/care-page.tsx';
import { Failure } from '../parts/failure.tsx';
import { Notice } from '../parts/notice.tsx';
import { Step } from '../parts/steps.tsx';
import { i18n } from '../words/words.ts';

const PHASES = ['off', 'idle', 'working'] as const;
const PICTURE = { off, idle, working: run };

/** Learning what a tool draws when it is off, idle and at work: one step a screen, the sensor listens in each. */
export function LearnPage(): JSX.Element {
  const t = i18n.t.value;
  return (
    <CarePage title={(name) => t('learn.title', { name })}>
      {(to, { meta }) => (meta.kind === 'tool' ? <Phases to={to} /> : undefined)}
    </CarePage>
  );
}

function Phases(props: { readonly to: DeviceRef }): JSX.Element {
  const t = i18n.t.value;
  const { to } = props;
  const done = useSignal(0);
  const task = useMemo(() => createTask((phase: string) => sendCommand(to, 'learn_tool', { phase })), [to.node, to.device]);
  const phase = PHASES[done.value];
  if (phase === undefined) return <Notice tone="good" svg={ok} role="status" title={t('learn.done')} text={t('learn.doneText')} />;
  const busy = task.status.value.state === 'busy';
  const listen = async (): Promise<void> => {
    if (await task.run(phase)) done.value += 1;
  };
  return (
    <Step
      n={done.value + 1}
      of={PHASES.length}
      title={t(`learn.${phase}`)}
      text={t(`learn.${phase}.do`)}
      picture={<Icon svg={PICTURE[phase]} class="step-icon" />}
    >
      <Failure status={task.status.value} />
      {busy && <p role="status">{t('learn.listening')}</p>}
      <Button kind="primary" svg={ear} label={t('learn.listen')} busy={busy} onClick={() => void listen()} />
    </Step>
  );
}

import type { EnrolCodeResponse } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import key from 'lucide-static/icons/key-round.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { enrolCode } from '../data/device-care.ts';
import { hubNowMs } from '../data/live.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { Notice } from './notice.tsx';
import { QrCode } from './qr-code.tsx';

/** A code for a box, as words and as a picture to scan: the command that uses it, for whoever stands at the box with a phone. */
export function EnrolBox(props: { readonly svg: string; readonly label: string; readonly node?: string }): JSX.Element {
  const t = i18n.t.value;
  const { node } = props;
  const made = useSignal<EnrolCodeResponse | undefined>(undefined);
  const task = useMemo(
    () =>
      createTask(async () => {
        made.value = await enrolCode(node);
      }),
    [node],
  );
  const code = made.value;
  const command = `kringwijzer enrol --hub ${window.location.origin} --code ${code?.code ?? ''} --node ${node ?? t('devices.nodeName')}`;
  return (
    <>
      <Failure status={task.status.value} />
      <Button svg={props.svg} label={props.label} busy={task.status.value.state === 'busy'} onClick={() => void task.run()} />
      {code !== undefined && (
        <div role="status">
          <Notice
            tone="good"
            svg={key}
            title={t('devices.code', { until: i18n.formats.value.moment(code.expiresAt, hubNowMs.value) })}
            text={t('devices.codeText')}
          >
            <p class="code">{code.code}</p>
            <p class="code code-long">{command}</p>
            <QrCode text={command} label={t('devices.qr')} />
          </Notice>
        </div>
      )}
    </>
  );
}

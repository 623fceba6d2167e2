import type { DeviceLive } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import retire from 'lucide-static/icons/archive.svg?raw';
import save from 'lucide-static/icons/check.svg?raw';
import keep from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { DeviceRef } from '../data/command.ts';
import { changeDevice } from '../data/device-care.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { Section } from './section.tsx';
import { TextField, textIn } from './text-field.tsx';

/** Another name for the screens, and taking a device out of use; asked twice, because it leaves every screen. */
export function DeviceManage(props: { readonly to: DeviceRef; readonly device: DeviceLive }): JSX.Element {
  const t = i18n.t.value;
  const { to, device } = props;
  const isSure = useSignal(false);
  const task = useMemo(() => createTask((change: Parameters<typeof changeDevice>[1]) => changeDevice(to, change)), [to.node, to.device]);
  const busy = task.status.value.state === 'busy';
  const rename = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = textIn(new FormData(event.currentTarget as HTMLFormElement), 'device-name');
    void task.run({ name: name === '' ? null : name });
  };
  return (
    <Section id="manage" title={t('manage.title')}>
      <Failure status={task.status.value} />
      <form class="form" onSubmit={rename}>
        <TextField
          key={device.meta.name}
          id="device-name"
          label={t('manage.name')}
          hint={t('manage.nameHint')}
          value={device.meta.name}
          maxLength={64}
        />
        <Button type="submit" svg={save} label={t('manage.rename')} busy={busy} />
      </form>
      {isSure.value ? (
        <>
          <p role="status">{t('manage.retireText')}</p>
          <div class="links">
            <Button
              kind="danger"
              svg={retire}
              label={t('manage.retireSure')}
              busy={busy}
              onClick={() => void task.run({ retired: true })}
            />
            <Button svg={keep} label={t('manage.keep')} onClick={() => (isSure.value = false)} />
          </div>
        </>
      ) : (
        <Button svg={retire} label={t('manage.retire')} onClick={() => (isSure.value = true)} />
      )}
    </Section>
  );
}

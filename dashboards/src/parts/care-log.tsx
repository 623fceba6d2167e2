import type { CareKind, CareNote } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import save from 'lucide-static/icons/check.svg?raw';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { DeviceRef } from '../data/command.ts';
import { careNotesPath, noteCare } from '../data/device-care.ts';
import { hubNowMs } from '../data/live.ts';
import { useLoad } from '../data/load.ts';
import { mayAct } from '../data/session.ts';
import { createTask } from '../data/task.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { Failure } from './failure.tsx';
import { LoadState } from './load-state.tsx';
import { Section } from './section.tsx';
import { TextField, textIn } from './text-field.tsx';

/** Written out: the contract's list would bring its schema library into the page. */
const KINDS = ['cleaned', 'checked', 'repaired', 'replaced', 'moved', 'other'] as const satisfies readonly CareKind[];

/** Maintenance of a device: what people did, newest first, and the way to add to it. */
export function CareLog(props: { readonly to: DeviceRef }): JSX.Element {
  const t = i18n.t.value;
  const { to } = props;
  const { loaded, reload } = useLoad<readonly CareNote[]>(careNotesPath(to));
  const { data, code } = loaded.value;
  return (
    <Section id="care" title={t('care.title')}>
      {mayAct('staff') && <CareForm to={to} onDone={reload} />}
      <LoadState loaded={loaded.value} reload={reload} />
      {data !== undefined && code === undefined && data.length === 0 && <p class="empty">{t('care.none')}</p>}
      {data !== undefined && code === undefined && data.length > 0 && (
        <ul class="rows">
          {data.map(({ at, by, what, text }, index) => (
            <li key={index} class="row">
              <span class="row-name">
                {t(`care.${what}`)}
                {text !== '' && `: ${text}`}
              </span>
              <span>{by}</span>
              <time dateTime={new Date(at).toISOString()}>{i18n.formats.value.moment(at, hubNowMs.value)}</time>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function CareForm(props: { readonly to: DeviceRef; readonly onDone: () => void }): JSX.Element {
  const t = i18n.t.value;
  const { to, onDone } = props;
  const what = useSignal<CareKind>('cleaned');
  const written = useSignal(0);
  const task = useMemo(() => createTask((kind: CareKind, text: string) => noteCare(to, kind, text)), [to.node, to.device]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void task.run(what.value, textIn(new FormData(event.currentTarget as HTMLFormElement), 'care-text')).then((done) => {
      if (!done) return;
      written.value += 1;
      onDone();
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      <Failure status={task.status.value} />
      <Choices
        legend={t('care.what')}
        options={KINDS.map((value) => ({ value, word: t(`care.${value}`) }))}
        chosen={what.value}
        onChoose={(value) => (what.value = value)}
      />
      <TextField key={written.value} id="care-text" label={t('care.text')} maxLength={300} />
      <Button type="submit" svg={save} label={t('care.write')} busy={task.status.value.state === 'busy'} />
    </form>
  );
}

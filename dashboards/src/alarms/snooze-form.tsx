import { useSignal } from '@preact/signals';
import hush from 'lucide-static/icons/bell-off.svg?raw';
import close from 'lucide-static/icons/x.svg?raw';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Choices } from '../parts/choices.tsx';
import { t } from './words.ts';

const TIMES = ['60', '240', '1440', '10080'] as const;

/** Asks how long an alarm is to be quiet, and why. */
export function SnoozeForm(props: {
  readonly busy: boolean;
  readonly onSnooze: (minutes: number, reason: string) => void;
  readonly onCancel: () => void;
}): JSX.Element {
  const say = t.value;
  const id = useId();
  const time = useSignal<(typeof TIMES)[number]>('60');
  const reason = useSignal('');
  const isMissing = useSignal(false);
  return (
    <form
      class="form alarm-form"
      onSubmit={(event) => {
        event.preventDefault();
        isMissing.value = reason.value.trim() === '';
        if (!isMissing.value) props.onSnooze(Number(time.value), reason.value.trim());
      }}
    >
      <Choices
        legend={say('hush.howLong')}
        options={TIMES.map((value) => ({ value, word: say(`hush.${value}`) }))}
        chosen={time.value}
        onChoose={(value) => {
          time.value = value;
        }}
      />
      <div class="field">
        <label for={id}>{say('hush.why')}</label>
        <input
          id={id}
          type="text"
          maxLength={200}
          autocomplete="off"
          aria-describedby={`${id}-hint`}
          aria-invalid={isMissing.value}
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
            isMissing.value = false;
          }}
        />
        <span id={`${id}-hint`} class={isMissing.value ? 'field-wrong' : 'field-hint'} role={isMissing.value ? 'alert' : undefined}>
          {say(isMissing.value ? 'hush.whyMissing' : 'hush.whyHint')}
        </span>
      </div>
      <div class="alarm-answers">
        <Button kind="primary" type="submit" svg={hush} label={say('hush.do')} busy={props.busy} />
        <Button svg={close} label={say('hush.cancel')} onClick={props.onCancel} />
      </div>
    </form>
  );
}

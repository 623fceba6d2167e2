import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import wipe from 'lucide-static/icons/delete.svg?raw';
import enter from 'lucide-static/icons/log-in.svg?raw';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
const LEAST = 4;
const MOST = 8;

/** Large keys for a PIN; what was tapped is shown as dots. The keyboard of the device works too. */
export function PinPad(props: { readonly busy: boolean; readonly onPin: (pin: string) => void }): JSX.Element {
  const t = i18n.t.value;
  const pin = useSignal('');
  const length = pin.value.length;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (length < LEAST || props.busy) return;
    props.onPin(pin.value);
    pin.value = '';
  };
  return (
    <form class="pin" onSubmit={submit}>
      <label class="kw-visually-hidden" for="pin">
        {t('pin.pin')}
      </label>
      <input
        id="pin"
        class="pin-dots"
        type="password"
        inputMode="numeric"
        autocomplete="off"
        maxLength={MOST}
        value={pin.value}
        onInput={(event) => {
          pin.value = event.currentTarget.value.replaceAll(/\D/gu, '').slice(0, MOST);
        }}
      />
      <div class="pin-keys">
        {DIGITS.map((digit) => (
          <button
            key={digit}
            type="button"
            class="pin-key"
            disabled={length >= MOST}
            onClick={() => {
              pin.value += digit;
            }}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          class="pin-key"
          aria-label={t('pin.wipe')}
          disabled={length === 0}
          onClick={() => {
            pin.value = pin.value.slice(0, -1);
          }}
        >
          <Icon svg={wipe} />
        </button>
      </div>
      <Button type="submit" kind="primary" svg={enter} label={t('signIn.submit')} busy={props.busy} disabled={length < LEAST} />
    </form>
  );
}

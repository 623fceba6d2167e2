import { Icon } from '@kringwijzer/ui';
import { useSignal } from '@preact/signals';
import show from 'lucide-static/icons/eye.svg?raw';
import hide from 'lucide-static/icons/eye-off.svg?raw';
import type { JSX } from 'preact';
import { i18n } from '../words/words.ts';

/** A password with a button to see it: gloves and small keys make mistakes, and hidden ones cannot be mended. */
export function PasswordField(props: { readonly autocomplete: 'current-password' | 'new-password'; readonly hint?: string }): JSX.Element {
  const shown = useSignal(false);
  const t = i18n.t.value;
  const field = {
    id: 'password',
    name: 'password',
    required: true,
    maxLength: 200,
    autocomplete: props.autocomplete,
    'aria-describedby': props.hint === undefined ? undefined : 'password-hint',
  };
  return (
    <div class="field">
      <label for="password">{t('signIn.password')}</label>
      {props.hint !== undefined && (
        <p id="password-hint" class="field-hint">
          {props.hint}
        </p>
      )}
      <div class="field-joined">
        {shown.value ? <input type="text" {...field} /> : <input type="password" {...field} />}
        <button
          type="button"
          class="field-eye"
          aria-label={t(shown.value ? 'signIn.hidePassword' : 'signIn.showPassword')}
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          <Icon svg={shown.value ? hide : show} />
        </button>
      </div>
    </div>
  );
}

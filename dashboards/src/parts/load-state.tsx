import lock from 'lucide-static/icons/lock.svg?raw';
import retry from 'lucide-static/icons/refresh-cw.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import type { Loaded } from '../data/load.ts';
import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** What stands in place of data that is not there: loading, no permission, or a failure with a way on. */
export function LoadState<T>(props: { readonly loaded: Loaded<T>; readonly reload: () => void }): JSX.Element | null {
  const t = i18n.t.value;
  const { data, busy, code } = props.loaded;
  if (code === 'KW_FORBIDDEN')
    return <Notice tone="warn" svg={lock} role="alert" title={t('state.forbidden')} text={t('state.forbiddenCure')} />;
  if (code !== undefined) {
    return (
      <Notice tone="bad" svg={alert} role="alert" title={t('state.error')} text={failureWords(i18n.language.value, code)}>
        <Button svg={retry} label={t('state.retry')} busy={busy} onClick={props.reload} />
      </Notice>
    );
  }
  if (busy && data === undefined) {
    return (
      <div role="status">
        <span class="kw-visually-hidden">{t('state.loading')}</span>
        <div class="ghost ghost-card" />
      </div>
    );
  }
  return null;
}

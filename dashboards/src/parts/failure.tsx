import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import type { TaskState } from '../data/task.ts';
import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { Notice } from './notice.tsx';

/** What went wrong with a task and what to do; nothing while it goes well. */
export function Failure(props: { readonly status: TaskState }): JSX.Element | null {
  if (props.status.state !== 'failed') return null;
  return (
    <Notice
      tone="bad"
      svg={alert}
      role="alert"
      title={i18n.t.value('state.error')}
      text={failureWords(i18n.language.value, props.status.code)}
    />
  );
}

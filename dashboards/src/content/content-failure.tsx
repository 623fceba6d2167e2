import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import type { JSX } from 'preact';
import type { TaskState } from '../data/task.ts';
import { Notice } from '../parts/notice.tsx';
import { i18n } from '../words/words.ts';
import { contentFailureWords } from './failure-words.ts';

/** What went wrong in the editor and what to do; nothing while it goes well. */
export function ContentFailure(props: { readonly status: TaskState }): JSX.Element | null {
  if (props.status.state !== 'failed') return null;
  return <Notice tone="bad" svg={alert} role="alert" title={i18n.t.value('state.error')} text={contentFailureWords(props.status.code)} />;
}

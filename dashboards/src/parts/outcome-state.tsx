import type { Outcome, Stream } from '@kringwijzer/contract';
import ok from 'lucide-static/icons/circle-check-big.svg?raw';
import wait from 'lucide-static/icons/clock.svg?raw';
import alert from 'lucide-static/icons/triangle-alert.svg?raw';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import type { JSX } from 'preact';
import type { OutcomeBook } from '../data/outcomes.ts';
import { failureWords } from '../words/failure-words.ts';
import { i18n } from '../words/words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** How many lines the hub has not got yet, whose they are, and what it refused. */
export function OutcomeWaiting(props: { readonly book: OutcomeBook; readonly me: string | undefined }): JSX.Element | null {
  const t = i18n.t.value;
  const { waiting, refused } = props.book;
  const others = new Set(waiting.value.flatMap(({ by }) => (by === props.me ? [] : [by])));
  if (waiting.value.length === 0) return null;
  return (
    <>
      <Notice
        tone="quiet"
        svg={wait}
        role="status"
        title={t('outcomes.waiting', { count: waiting.value.length })}
        text={t('outcomes.waitingText')}
      >
        {others.size > 0 && <p>{t('outcomes.waitingOther', { names: [...others].join(', ') })}</p>}
      </Notice>
      {refused.value !== undefined && (
        <Notice tone="bad" svg={alert} role="alert" title={t('outcomes.refused')} text={failureWords(i18n.language.value, refused.value)} />
      )}
    </>
  );
}

/** The line just written, with the way to take it back. */
export function OutcomeLast(props: { readonly book: OutcomeBook }): JSX.Element | null {
  const t = i18n.t.value;
  const last = props.book.last.value;
  if (last === undefined) return null;
  return (
    <Notice tone="good" svg={ok} role="status" title={t('outcomes.written', { what: outcomeWords(last.request) })}>
      <Button svg={undo} label={t('outcomes.undo')} onClick={() => void props.book.undo()} />
    </Notice>
  );
}

interface OutcomeLine {
  readonly stream?: Stream | undefined;
  readonly outcome: Outcome;
  readonly pieces?: number | undefined;
  readonly massG?: number | undefined;
}

/** A line in words: what, what became of it, how much. */
export function outcomeWords({ stream, outcome, pieces, massG }: OutcomeLine): string {
  const t = i18n.t.value;
  const what = t('outcomes.line', { stream: t(`stream.${stream ?? 'other'}`), outcome: t(`outcomes.${outcome}`) });
  const parts = [
    ...(pieces === undefined ? [] : [t('outcomes.count', { count: pieces })]),
    ...(massG === undefined ? [] : [i18n.formats.value.mass(massG, 5)]),
  ];
  return `${what}: ${parts.join(', ')}`;
}

import { useComputed, useSignal } from '@preact/signals';
import lock from 'lucide-static/icons/lock.svg?raw';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type OutcomeDraft, outcomeOf } from '../core/outcome-entry.ts';
import { recallPerson } from '../data/last-person.ts';
import { hubNowMs, live } from '../data/live.ts';
import { createOutcomeBook } from '../data/outcomes.ts';
import { mayAct, session } from '../data/session.ts';
import { LinkNotice } from '../parts/link-state.tsx';
import { Notice } from '../parts/notice.tsx';
import { OutcomeForm } from '../parts/outcome-form.tsx';
import { OutcomeLast, OutcomeWaiting } from '../parts/outcome-state.tsx';
import { OutcomesToday } from '../parts/outcomes-today.tsx';
import { i18n } from '../words/words.ts';

const FLUSH_EVERY_MS = 5_000;

/** One book a page: it outlives visits to other pages, so that the last line can still be taken back. */
const book = createOutcomeBook();

/** What became of goods, written in seconds at the sorting table or the till; works without the hub and sends itself later. */
export function OutcomesPage(): JSX.Element {
  const t = i18n.t.value;
  const problem = useSignal<'amount' | 'noStore' | undefined>(undefined);
  const sent = useSignal(0);
  const current = session.value;
  // Without the hub nobody can be asked who this is: whoever used this browser last writes, and sends once signed in again.
  const person = current.state === 'signed-in' ? current.me : current.state === 'unreachable' ? recallPerson() : undefined;
  const may = useComputed(
    () => mayAct('staff') || (session.value.state === 'unreachable' && ![undefined, 'viewer'].includes(recallPerson()?.role)),
  );
  useEffect(() => {
    const flush = (): void =>
      void book.flush().then(
        (count) => (sent.value += count),
        () => undefined,
      );
    flush();
    const timer = setInterval(flush, FLUSH_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const write = async (draft: OutcomeDraft): Promise<boolean> => {
    const request = outcomeOf(draft, newId(), Math.round(hubNowMs.peek()));
    problem.value = request === undefined ? 'amount' : undefined;
    if (request === undefined || person === undefined) return false;
    try {
      await book.write(request, person.name);
      return true;
    } catch {
      problem.value = 'noStore'; // the browser keeps nothing: what was typed stays in the form
      return false;
    }
  };
  return (
    <div class="page">
      <h1>{t('nav.outcomes')}</h1>
      <LinkNotice />
      {may.value ? (
        <>
          <OutcomeWaiting book={book} me={person?.name} />
          <OutcomeForm devices={live.data.value?.snapshot.devices ?? []} problem={problem.value} onWrite={write} />
          <OutcomeLast book={book} />
        </>
      ) : (
        <Notice tone="warn" svg={lock} title={t('state.forbidden')} text={t('state.forbiddenCure')} />
      )}
      {current.state === 'signed-in' && <OutcomesToday seen={`${sent.value} ${book.waiting.value.length}`} />}
    </div>
  );
}

/** 128 random bits; `randomUUID` is absent on plain http from another machine. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

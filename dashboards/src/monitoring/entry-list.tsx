import type { JournalEntry } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import strike from 'lucide-static/icons/strikethrough.svg?raw';
import type { JSX } from 'preact';
import { apiPost } from '../data/api.ts';
import { mayAct } from '../data/session.ts';
import { Button } from '../parts/button.tsx';
import { entryText } from './entry-text.ts';
import { Field } from './field.tsx';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

const SHOWN = 30;

/** The latest lines of a register; a wrong one is struck out with a reason and stays readable in its history. */
export function EntryList({ lines, done }: { readonly lines: readonly JournalEntry[]; readonly done: () => void }): JSX.Element {
  const chosen = useSignal<number | undefined>(undefined);
  const latest = lines.toSorted((a, b) => b.id - a.id).slice(0, SHOWN);
  if (latest.length === 0) return <p class="empty">{t.value('register.none')}</p>;
  return (
    <ul class="results-list">
      {latest.map((line) => (
        <li key={line.id}>
          <div class="results-line">
            <span>{entryText(line)}</span>
            {mayAct('staff') && (
              <Button
                svg={strike}
                label={t.value('register.strike')}
                onClick={() => (chosen.value = chosen.value === line.id ? undefined : line.id)}
              />
            )}
          </div>
          {chosen.value === line.id && <StrikeForm id={line.id} done={done} />}
        </li>
      ))}
    </ul>
  );
}

function StrikeForm({ id, done }: { readonly id: number; readonly done: () => void }): JSX.Element {
  const why = useSignal('');
  const save = async (): Promise<void> => {
    await apiPost(`/monitoring/entries/${id}/correct`, { why: why.value });
    done();
  };
  return (
    <Saver label={t.value('register.strike')} save={save} ready={why.value !== ''}>
      <Field label={t.value('register.why')} value={why.value} onInput={(value) => (why.value = value)} />
    </Saver>
  );
}

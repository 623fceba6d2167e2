import type { JournalEntry } from '@kringwijzer/contract';
import { useSignal } from '@preact/signals';
import strike from 'lucide-static/icons/strikethrough.svg?raw';
import type { JSX } from 'preact';
import { apiPost } from '../data/api.ts';
import { mayAct } from '../data/session.ts';
import { Button } from '../parts/button.tsx';
import { i18n } from '../words/words.ts';
import { entryText } from './entry-text.ts';
import { Field } from './field.tsx';
import { figureText } from './figures-tab.tsx';
import type { Definitions } from './hub-types.ts';
import { Saver } from './saver.tsx';
import { t } from './words.ts';

const SHOWN = 30;

/** The latest lines of a register; a wrong one is struck out with a reason and stays readable in its history. */
export function EntryList(props: {
  readonly lines: readonly JournalEntry[];
  readonly done: () => void;
  /** Who may strike out; staff without it. */
  readonly role?: 'staff' | 'coordinator';
  /** Names of figures, for lines that hold some. */
  readonly about?: Definitions;
}): JSX.Element {
  const { lines, done, role = 'staff', about } = props;
  const chosen = useSignal<number | undefined>(undefined);
  const latest = lines.toSorted((a, b) => b.id - a.id).slice(0, SHOWN);
  if (latest.length === 0) return <p class="empty">{t.value('register.none')}</p>;
  return (
    <ul class="results-list">
      {latest.map((line) => (
        <li key={line.id}>
          <div class="results-line">
            <span>
              {entryText(line)}
              {about !== undefined && <Frozen line={line} about={about} />}
            </span>
            {mayAct(role) && (
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

/** The figures an evaluation froze: they stay as they were then, whatever comes later. */
function Frozen({ line: { body }, about }: { readonly line: JournalEntry; readonly about: Definitions }): JSX.Element | null {
  if (body.kind !== 'evaluation' || body.figures === undefined) return null;
  const { figures } = body;
  const shown = about.indicators.flatMap((indicator) => {
    const value = figures[indicator.id];
    return value === undefined ? [] : [`${indicator.name[i18n.language.value]} ${figureText(value, indicator)}`];
  });
  return (
    <details class="results-definition">
      <summary>{t.value('plan.lines.of', { figures: String(shown.length) })}</summary>
      {body.text} {shown.join(' · ')}
    </details>
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

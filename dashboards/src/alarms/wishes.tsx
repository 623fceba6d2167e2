import type { AlarmPreferences } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { Choices } from '../parts/choices.tsx';
import { KINDS } from './kinds.ts';
import { LineField } from './line-field.tsx';
import { Tick } from './tick.tsx';
import { t } from './words.ts';

interface WishesProps {
  readonly draft: AlarmPreferences;
  readonly onDraft: (draft: AlarmPreferences) => void;
}

/** Which kinds of alarms a person wants to be told. */
export function Kinds({ draft, onDraft }: WishesProps): JSX.Element {
  const say = t.value;
  const turn = (kind: (typeof KINDS)[number], on: boolean): void =>
    onDraft({ ...draft, kinds: KINDS.filter((one) => (one === kind ? on : draft.kinds.includes(one))) });
  return (
    <div class="tell">
      <div class="tell-card">
        <div class="tell-pair">
          {KINDS.map((kind) => (
            <Tick key={kind} label={say(`kind.${kind}`)} on={draft.kinds.includes(kind)} onChange={(on) => turn(kind, on)} />
          ))}
        </div>
      </div>
      <div class="tell-card">
        <Tick label={say('what.ended')} on={draft.ended} onChange={(ended) => onDraft({ ...draft, ended })} />
        <Tick label={say('what.escalations')} on={draft.escalations} onChange={(escalations) => onDraft({ ...draft, escalations })} />
      </div>
    </div>
  );
}

const MODES = ['never', 'closed', 'hours'] as const;

/** When a person is not to be disturbed. */
export function Quiet({ draft, onDraft }: WishesProps): JSX.Element {
  const say = t.value;
  const { quiet } = draft;
  return (
    <div class="tell">
      <div class="tell-card">
        <Choices
          legend={say('quiet.legend')}
          options={MODES.map((value) => ({ value, word: say(`quiet.${value}`) }))}
          chosen={quiet.mode}
          onChoose={(mode) => onDraft({ ...draft, quiet: mode === 'hours' ? { mode, from: '20:00', to: '07:00' } : { mode } })}
        />
        {quiet.mode === 'hours' && (
          <div class="tell-pair">
            <LineField
              label={say('quiet.from')}
              type="time"
              value={quiet.from}
              onInput={(from) => onDraft({ ...draft, quiet: { ...quiet, from } })}
            />
            <LineField
              label={say('quiet.to')}
              type="time"
              value={quiet.to}
              onInput={(to) => onDraft({ ...draft, quiet: { ...quiet, to } })}
            />
          </div>
        )}
        {quiet.mode !== 'never' && (
          <>
            <p>{say('quiet.text')}</p>
            <Tick label={say('quiet.urgent')} on={draft.urgentAlways} onChange={(urgentAlways) => onDraft({ ...draft, urgentAlways })} />
          </>
        )}
      </div>
    </div>
  );
}

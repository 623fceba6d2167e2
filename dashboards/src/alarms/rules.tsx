import type { AlarmKind, AlarmRule, AlarmSettings } from '@kringwijzer/contract';
import type { JSX } from 'preact';
import { wholeNumber } from '../core/alarm-settings-form.ts';
import { KINDS } from './kinds.ts';
import { LineField } from './line-field.tsx';
import { Tick } from './tick.tsx';
import { t } from './words.ts';

type Kinds = AlarmSettings['kinds'];
const HOLD_OFF = { min: 0, max: 86_400 };
const ESCALATE = { min: 1, max: 10_080 };

/** On or off and how long to wait, for each kind; folded away because few need it. A number that is not right is not taken over. */
export function Rules(props: { readonly kinds: Kinds; readonly onKinds: (kinds: Kinds) => void }): JSX.Element {
  const say = t.value;
  const change = (kind: AlarmKind, rule: AlarmRule): void => props.onKinds({ ...props.kinds, [kind]: rule });
  return (
    <details class="tell-card tell-rules">
      <summary>{say('site.rules')}</summary>
      {KINDS.map((kind) => (
        <Rule key={kind} kind={kind} rule={props.kinds[kind]} onRule={(rule) => change(kind, rule)} />
      ))}
    </details>
  );
}

function Rule(props: { readonly kind: AlarmKind; readonly rule: AlarmRule; readonly onRule: (rule: AlarmRule) => void }): JSX.Element {
  const say = t.value;
  const { rule, onRule } = props;
  return (
    <fieldset class="tell-rule">
      <legend>{say(`kind.${props.kind}`)}</legend>
      <div class="tell-pair">
        <Tick label={say('site.on')} on={rule.on} onChange={(on) => onRule({ ...rule, on })} />
        <LineField
          label={say('site.holdOff')}
          numeric
          value={String(rule.holdOffS)}
          onInput={(text) => {
            const holdOffS = wholeNumber(text, HOLD_OFF);
            if (holdOffS !== undefined) onRule({ ...rule, holdOffS });
          }}
        />
        <LineField
          label={say('site.escalate')}
          numeric
          value={rule.escalateAfterMin === null ? '' : String(rule.escalateAfterMin)}
          onInput={(text) => {
            const minutes = text.trim() === '' ? null : wholeNumber(text, ESCALATE);
            if (minutes !== undefined) onRule({ ...rule, escalateAfterMin: minutes });
          }}
        />
      </div>
    </fieldset>
  );
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useKiosk } from '../kiosk-context.ts';
import { BigButton } from '../parts/big-button.tsx';
import { createStaffSession, type RunnerState, type StaffSession, type StaffState } from './staff-session.ts';
import { STAFF_WORDS as t } from './staff-words.ts';

const CLOSE_AFTER_MS = 60_000;
const PIN_MAX = 8;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The menu behind the mark: a PIN first, then how this kiosk is and how to start it anew. It closes by itself. */
export function StaffMenu({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const staff = useMemo(createStaffSession, []);
  useEffect(() => {
    const timer = setTimeout(onClose, CLOSE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [staff.state.value]);
  const { value: state } = staff.state;
  return (
    <div class="staff" role="dialog" aria-modal="true" aria-labelledby="staff-title" lang="nl">
      <div class="staff-box">
        <h2 id="staff-title">{t.title}</h2>
        {state.at === 'pin' ? <PinPad staff={staff} wrong={state.wrong} /> : <Menu staff={staff} state={state} />}
        <BigButton kind="setting" label={t.close} onTap={onClose} />
      </div>
    </div>
  );
}

type Wrong = Extract<StaffState, { at: 'pin' }>['wrong'];

function PinPad({ staff, wrong }: { readonly staff: StaffSession; readonly wrong: Wrong }): JSX.Element {
  const pin = useSignal('');
  const press = (digit: string): void => {
    if (pin.value.length < PIN_MAX) pin.value += digit;
  };
  const open = (): void => {
    void staff.open(pin.value);
    pin.value = '';
  };
  return (
    <>
      <p role="status">{wrong !== undefined && pin.value === '' ? t[wrong] : t.enter}</p>
      <p class="staff-dots" aria-label={t.digits.replace('{count}', String(pin.value.length))} role="img">
        {'●'.repeat(pin.value.length) || '○○○○'}
      </p>
      <div class="staff-pad">
        {DIGITS.map((digit) => (
          <BigButton key={digit} kind="setting" label={digit} onTap={() => press(digit)} />
        ))}
        <BigButton kind="setting" label={t.erase} onTap={() => (pin.value = '')} />
        <BigButton kind="setting" label="0" onTap={() => press('0')} />
        <BigButton kind="setting" label={t.open} onTap={open} />
      </div>
    </>
  );
}

function Menu({ staff, state }: { readonly staff: StaffSession; readonly state: Extract<StaffState, { at: 'menu' }> }): JSX.Element {
  return (
    <>
      <Facts runner={state.runner} />
      {state.failed === true && <p role="alert">{t.failed}</p>}
      <BigButton label={t.reload} onTap={() => location.reload()} />
      <BigButton label={t.restart} onTap={() => void staff.act('restart')} />
    </>
  );
}

function Facts({ runner }: { readonly runner: RunnerState }): JSX.Element {
  const { link, bundle } = useKiosk();
  const rows = [
    [t.kiosk, runner.kiosk],
    [t.hub, runner.hubUrl],
    [t.link, link.value === 'live' ? t.live : t.noLink],
    [t.content, bundle.version.slice(0, 12)],
  ];
  return (
    <dl class="staff-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

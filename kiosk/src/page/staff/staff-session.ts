import { type ReadonlySignal, signal } from '@preact/signals';

/** What the runner tells of this kiosk. */
export interface RunnerState {
  readonly pass: string;
  readonly kiosk: string;
  readonly hubUrl: string;
  readonly shell: string;
}

/** Where staff are: before the PIN, inside, or told why not. */
export type StaffState =
  | { readonly at: 'pin'; readonly wrong?: 'wrong' | 'locked' | 'unreachable' }
  | { readonly at: 'menu'; readonly runner: RunnerState; readonly failed?: boolean };

export interface StaffSession {
  readonly state: ReadonlySignal<StaffState>;
  readonly open: (pin: string) => Promise<void>;
  readonly act: (act: 'reload' | 'restart') => Promise<void>;
}

/** The talk between the menu of staff and the runner of this machine. */
export function createStaffSession(): StaffSession {
  const state = signal<StaffState>({ at: 'pin' });
  return {
    state,
    open: async (pin) => {
      const answer = await ask('open', { pin });
      if (answer?.ok === true) state.value = { at: 'menu', runner: (await answer.json()) as RunnerState };
      else state.value = { at: 'pin', wrong: answer === undefined ? 'unreachable' : answer.status === 429 ? 'locked' : 'wrong' };
    },
    act: async (act) => {
      const now = state.value;
      if (now.at !== 'menu') return;
      const answer = await ask('act', { pass: now.runner.pass, act });
      if (answer?.ok === true) state.value = { at: 'menu', runner: now.runner };
      else state.value = answer?.status === 403 ? { at: 'pin' } : { ...now, failed: true };
    },
  };
}

const ask = (path: string, body: object): Promise<Response | undefined> =>
  fetch(`/runner/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(
    () => undefined,
  );

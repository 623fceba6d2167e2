import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiFailure } from './api.ts';
import { refreshSession } from './session.ts';

/** What became of something a person asked for. */
export type TaskState =
  | { readonly state: 'idle' | 'busy' | 'done' }
  | { readonly state: 'failed'; readonly code: string; readonly retryable: boolean };

/** One thing a person can ask for, with its progress as a signal. */
export interface Task<A extends readonly unknown[]> {
  readonly status: ReadonlySignal<TaskState>;
  /** Runs it unless it runs already; true when it did what was asked. */
  readonly run: (...args: A) => Promise<boolean>;
  readonly reset: () => void;
}

/** Wraps a call to the hub: a failure becomes a state to show, never an unhandled rejection. */
export function createTask<A extends readonly unknown[]>(work: (...args: A) => Promise<unknown>): Task<A> {
  const status = signal<TaskState>({ state: 'idle' });
  return {
    status,
    reset: () => {
      status.value = { state: 'idle' };
    },
    run: async (...args) => {
      if (status.value.state === 'busy') return false;
      status.value = { state: 'busy' };
      try {
        await work(...args);
        status.value = { state: 'done' };
        return true;
      } catch (cause) {
        const failure = cause instanceof ApiFailure ? cause : undefined;
        status.value = { state: 'failed', code: failure?.code ?? 'UNKNOWN', retryable: failure?.retryable ?? false };
        if (failure?.code === 'KW_NOT_SIGNED_IN') await refreshSession();
        return false;
      }
    },
  };
}

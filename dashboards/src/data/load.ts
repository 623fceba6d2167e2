import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ApiFailure, apiGet } from './api.ts';

/** Data on its way, there, or not to be had. While the same path is read again its data stays. */
export interface Loaded<T> {
  readonly data: T | undefined;
  readonly busy: boolean;
  readonly code: string | undefined;
}

/** Reads a path of the API whenever it changes; `reload` reads it again. A newer request silences an older one. */
export function useLoad<T>(path: string): { readonly loaded: ReadonlySignal<Loaded<T>>; readonly reload: () => void } {
  const { loaded, load } = useMemo(() => createLoader<T>(), []);
  useEffect(() => load(path), [path]);
  return { loaded, reload: () => void load(path) };
}

function createLoader<T>(): { readonly loaded: ReadonlySignal<Loaded<T>>; readonly load: (path: string) => () => void } {
  const loaded = signal<Loaded<T>>({ data: undefined, busy: true, code: undefined });
  let abort = new AbortController();
  let shown = '';
  const load = (path: string): (() => void) => {
    abort.abort();
    const mine = new AbortController();
    abort = mine;
    loaded.value = { data: path === shown ? loaded.value.data : undefined, busy: true, code: undefined };
    shown = path;
    apiGet<T>(path, mine.signal).then(
      (data) => {
        if (!mine.signal.aborted) loaded.value = { data, busy: false, code: undefined };
      },
      (cause: unknown) => {
        if (!mine.signal.aborted) loaded.value = { ...loaded.value, busy: false, code: cause instanceof ApiFailure ? cause.code : 'UNKNOWN' };
      },
    );
    return () => {
      mine.abort();
    };
  };
  return { loaded, load };
}

import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { LoadState } from './load-state.tsx';

type State = { readonly page: ComponentType } | { readonly code: string | undefined };

/** A page whose code is fetched only when it is opened, so that the live page stays small. */
export function Later(props: { readonly load: () => Promise<ComponentType> }): JSX.Element | null {
  const { state, fetchPage } = useMemo(() => {
    const state = signal<State>({ code: undefined });
    const fetchPage = (): void => {
      state.value = { code: undefined };
      props.load().then(
        (page) => {
          state.value = { page };
        },
        () => {
          state.value = { code: 'NETWORK' };
        },
      );
    };
    return { state, fetchPage };
  }, []);
  useEffect(fetchPage, []);
  const current = state.value;
  if ('page' in current) return <current.page />;
  return <LoadState loaded={{ data: undefined, busy: current.code === undefined, code: current.code }} reload={fetchPage} />;
}

import { signal } from '@preact/signals';
import { hrefOf, parseRoute, type Route } from '../core/route.ts';

const here = (): Route => parseRoute(new URL(window.location.href));

/** The page that is open. */
export const route = signal<Route>(here());

/** Follows the address; the answer stops it. */
export function followRoute(): () => void {
  const follow = (): void => {
    route.value = here();
    window.scrollTo(0, 0);
  };
  window.addEventListener('hashchange', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
  };
}

/** Opens a page. An invite in the path is left behind, so that its code does not stay in the address. */
export function go(to: Route): void {
  window.history.replaceState(null, '', `/${hrefOf(to)}`);
  route.value = to;
}

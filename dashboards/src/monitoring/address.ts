import { signal } from '@preact/signals';

/** The parts of results. */
export const TABS = ['figures', 'trends', 'balance', 'plans', 'registers', 'reports'] as const;
export type Tab = (typeof TABS)[number];

/** What the address says: `#/results/trends?measure=mass&from=2026-01-01`. Everything a page shows stands in it. */
export interface Address {
  readonly tab: Tab;
  readonly query: Readonly<Record<string, string>>;
}

/** The address of a tab with its choices. */
export function addressText({ tab, query }: Address): string {
  const text = new URLSearchParams({ ...query }).toString();
  return `#/results/${tab}${text === '' ? '' : `?${text}`}`;
}

/** What a hash says; an unknown tab is the first one. */
export function addressOf(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?', 2);
  const name = path.split('/')[1];
  return { tab: TABS.find((tab) => tab === name) ?? 'figures', query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address that is open. */
export const address = signal<Address>(addressOf(window.location.hash));

/** Follows the address; the answer stops it. */
export function followAddress(): () => void {
  const follow = (): void => {
    address.value = addressOf(window.location.hash);
  };
  follow();
  window.addEventListener('hashchange', follow);
  return () => {
    window.removeEventListener('hashchange', follow);
  };
}

/** Makes a choice; the address holds it, so a copied link shows the same. */
export function choose(patch: Readonly<Record<string, string>>): void {
  const { tab, query } = address.value;
  address.value = { tab, query: { ...query, ...patch } };
  window.history.replaceState(null, '', addressText(address.value));
}

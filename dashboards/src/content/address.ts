import { CONTENT_PART_NAMES, type ContentPart } from '@kringwijzer/contract';
import { signal } from '@preact/signals';

/** What of the editor is open: the start, a story being written or looked at, one of the other texts. */
export type ContentAddress =
  | { readonly at: 'start' | 'new' }
  | { readonly at: 'story' | 'look'; readonly id: string }
  | { readonly at: 'part'; readonly part: ContentPart };

/** What a hash says, such as `#/content/look/v-1a2b`; anything unknown is the start. */
export function addressOf(hash: string): ContentAddress {
  const [, at, name = ''] = hash.replace(/^#\/?/u, '').split('/');
  if (at === 'new') return { at };
  if ((at === 'story' || at === 'look') && name !== '') return { at, id: name };
  const part = CONTENT_PART_NAMES.find((known) => known === name);
  return at === 'part' && part !== undefined ? { at, part } : { at: 'start' };
}

/** The hash of an address. */
export function hashOf(address: ContentAddress): string {
  switch (address.at) {
    case 'start':
      return '#/content';
    case 'new':
      return '#/content/new';
    case 'part':
      return `#/content/part/${address.part}`;
    default:
      return `#/content/${address.at}/${address.id}`;
  }
}

/** The address that is open. */
export const address = signal<ContentAddress>(addressOf(window.location.hash));

/** Follows the address; the answer stops it. */
export function followAddress(): () => void {
  const follow = (): void => {
    address.value = addressOf(window.location.hash);
  };
  follow();
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

/** Opens another part of the editor. */
export function open(to: ContentAddress): void {
  window.location.hash = hashOf(to);
}

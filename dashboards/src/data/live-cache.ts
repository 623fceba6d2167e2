import type { LiveData } from '../core/apply-live.ts';

const KEY = 'kw-live-1';

/** The last picture this browser had of the site, with the local moment it was true. */
export interface KeptLive {
  readonly data: LiveData;
  readonly atMs: number;
}

/** The picture of an earlier visit; undefined when there is none or the browser keeps nothing. */
export function recallLive(): KeptLive | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? undefined : (JSON.parse(text) as KeptLive);
  } catch {
    return undefined; // private windows may refuse storage; the page then simply starts empty
  }
}

/** Keeps the picture for a visit without the hub. */
export function keepLive(kept: KeptLive): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A full or refused storage costs only the offline picture.
  }
}

/** Forgets the picture, as after signing out. */
export function forgetLive(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage that cannot be opened holds nothing of ours.
  }
}

import type { KioskHealth } from '@kringwijzer/contract';

export type ScreenState = KioskHealth['state'];

export interface ScreenFacts {
  /** What the live stream says of itself. */
  readonly link: 'starting' | 'live' | 'stale' | 'offline';
  readonly open: boolean;
}

/** The one word for the screen: closed hours win, because nobody is there to miss live figures. */
export function screenStateOf({ link, open }: ScreenFacts): ScreenState {
  return open ? link : 'closed';
}

/** True when the screen may speak of a gift: the stream is live, so the words come within a second. */
export const maySpeakOfGifts = (link: ScreenFacts['link']): boolean => link === 'live';

/** A bundle by its content and the moment it was published: the same content may be published again and get another chance. */
export interface BundleKey {
  readonly version: string;
  readonly publishedAt: number;
}

/** What the kiosk shows; without `current` it is the content the page was built with. */
export interface ContentState {
  readonly current?: BundleKey | undefined;
  /** Shown before, and again when the current one turns out to be broken. */
  readonly previous?: BundleKey | undefined;
  /** True until the page has come to life with the current content. */
  readonly trial: boolean;
  /** Bundles that are not tried again. */
  readonly refused: readonly BundleKey[];
}

/** A kiosk that was never given content. */
export const NO_CONTENT: ContentState = { trial: false, refused: [] };

const REFUSED_KEPT = 20;

/** True when both name the same bundle of the same moment. */
export const isSameBundle = (a: BundleKey | undefined, b: BundleKey | undefined): boolean =>
  a?.version === b?.version && a?.publishedAt === b?.publishedAt;

/** What to do about the bundle the hub names. */
export function judgeOffer(state: ContentState, offer: BundleKey): 'have' | 'refused' | 'wait' | 'renamed' | 'take' {
  if (isSameBundle(state.current, offer)) return 'have';
  if (state.refused.some((one) => isSameBundle(one, offer))) return 'refused';
  if (state.trial) return 'wait';
  return state.current?.version === offer.version ? 'renamed' : 'take';
}

/** After the swap to new content: on trial, with the old one to go back to. */
export const afterSwap = (state: ContentState, next: BundleKey): ContentState => ({
  current: next,
  previous: state.current,
  trial: true,
  refused: state.refused,
});

/** After the page came to life. */
export const afterProof = (state: ContentState): ContentState => ({ ...state, trial: false });

/** After the page stayed silent: the old content is back, and this bundle is not tried again. */
export const afterRollback = (state: ContentState): ContentState => ({
  current: state.previous,
  trial: false,
  refused: [...state.refused, ...(state.current === undefined ? [] : [state.current])].slice(-REFUSED_KEPT),
});

/** With one more bundle that is never tried. */
export const afterRefusal = (state: ContentState, offer: BundleKey): ContentState => ({
  ...state,
  refused: [...state.refused, offer].slice(-REFUSED_KEPT),
});

import type { Settings } from './settings-schema.ts';

export type { Settings } from './settings-schema.ts';

/** What holds where no runner says otherwise: a page opened straight from the hub. */
export const DEFAULT_SETTINGS: Settings = {
  shell: 'none',
  reachFromTopRatio: 0.5,
  showUnreviewed: false,
  clickSound: false,
  staffMenu: false,
  beatMs: 10_000,
  contentCheckMs: 30_000,
};

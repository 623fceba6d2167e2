import type { Story } from '@kringwijzer/contract';

/** Stories that are shown on a local day (`YYYY-MM-DD`): those without dates, and those whose first and last day lie around it. */
export const todaysStories = (stories: readonly Story[], day: string): readonly Story[] =>
  stories.filter(({ from, until }) => (from === undefined || from <= day) && (until === undefined || day <= until));

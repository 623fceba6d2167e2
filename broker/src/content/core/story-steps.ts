import {
  type KeptStory,
  KwError,
  type LocalText,
  missingInStory,
  type Story,
  type StoryDraft,
  storySchema,
  TRANSLATION_LANGUAGES,
} from '@kringwijzer/contract';

/** What can be done to a story beside writing it. */
export const STORY_STEPS = ['submit', 'approve', 'send_back', 'remove', 'bring_back'] as const;
export type StoryStep = (typeof STORY_STEPS)[number];

/** Who does it, and when (UTC epoch ms). */
export interface Doing {
  readonly by: string;
  readonly at: number;
}

/** A text without the translations nobody wrote, and with no word of a check on what is not there. */
function written(text: LocalText): LocalText {
  const translations = TRANSLATION_LANGUAGES.flatMap((language) => {
    const said = text[language]?.trim();
    return said === undefined || said === '' ? [] : [[language, said] as const];
  });
  const languages = translations.map(([language]) => language);
  const reviewed = text.reviewed?.filter((language) => languages.includes(language)) ?? [];
  return { nl: text.nl.trim(), ...Object.fromEntries(translations), ...(reviewed.length > 0 && { reviewed }) };
}

/** The story a kiosk can show. Throws KW_CONTENT_INCOMPLETE that names what lacks, KW_CONTENT_INVALID for dates that cannot be. */
export function finishedStory(id: string, draft: StoryDraft): Story {
  const missing = missingInStory(draft);
  if (missing.length > 0) throw new KwError('KW_CONTENT_INCOMPLETE', { missing: missing.join(', ') });
  const { title, text, next, images, from, until } = draft;
  if (from !== undefined && until !== undefined && until < from)
    throw new KwError('KW_CONTENT_INVALID', { file: 'story', reason: 'until: the last day comes before the first' });
  return storySchema.parse({
    id,
    title: written(title),
    text: written(text),
    images,
    next: written(next),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    consent: true,
  } satisfies Story);
}

/** The story after somebody wrote in it. What was approved before stays on the screens until the new words are approved. */
export function writtenStory(kept: KeptStory, draft: StoryDraft, { by, at }: Doing): KeptStory {
  const { note: _done, ...rest } = kept;
  return { ...rest, rev: kept.rev + 1, state: 'draft', draft, by, at };
}

/** The story after a step. Throws KW_CONTENT_INCOMPLETE, KW_CONTENT_INVALID. */
export function steppedStory(kept: KeptStory, step: StoryStep, doing: Doing, note?: string): KeptStory {
  const { by, at } = doing;
  const { note: _old, ...rest } = kept;
  const next: KeptStory = { ...rest, rev: kept.rev + 1, by, at };
  switch (step) {
    case 'submit':
      finishedStory(kept.id, kept.draft);
      return { ...next, state: 'waiting' };
    case 'approve':
      return {
        ...next,
        state: 'approved',
        approved: { stream: kept.draft.stream, story: finishedStory(kept.id, kept.draft), by, at },
      };
    case 'send_back':
      return { ...next, state: 'draft', ...(note !== undefined && note !== '' && { note }) };
    case 'remove':
      return { ...next, state: 'removed' };
    default:
      return { ...next, state: 'draft' };
  }
}

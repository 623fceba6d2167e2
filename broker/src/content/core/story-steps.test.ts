import { isKwError, type KeptStory, type StoryDraft } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { finishedStory, steppedStory, writtenStory } from './story-steps.ts';

const DRAFT: StoryDraft = {
  stream: 'furniture',
  title: { nl: 'Stoel ', en: '', pl: 'Krzesło', reviewed: ['pl', 'ar'] },
  text: { nl: 'Hij was kapot.' },
  next: { nl: 'Breng uw stoel.' },
  images: ['images/photo-0011223344556677.webp'],
  people: 'none',
};
const STORY: KeptStory = { id: 'v-1', rev: 3, state: 'draft', draft: DRAFT, by: 'Anwar', at: 1 };
const FATIMA = { by: 'Fatima', at: 2 };

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return isKwError(error) ? `${error.code} ${String(error.details['missing'] ?? error.details['reason'])}` : String(error);
  }
};

describe('a story', () => {
  it('is finished without translations nobody wrote', () => {
    expect(finishedStory('v-1', DRAFT).title).toEqual({ nl: 'Stoel', pl: 'Krzesło', reviewed: ['pl'] });
  });

  it.each([
    [{ images: [] }, 'photo'],
    [{ title: { nl: ' ' } }, 'title'],
    [{ people: 'unknown' as const, text: { nl: '' } }, 'text, people'],
  ])('without %o cannot be handed in or approved', (patch, missing) => {
    const story = { ...STORY, draft: { ...DRAFT, ...patch } };
    for (const step of ['submit', 'approve'] as const)
      expect(codeOf(() => steppedStory(story, step, FATIMA))).toBe(`KW_CONTENT_INCOMPLETE ${missing}`);
  });

  it('cannot end before it begins', () => {
    const draft = { ...DRAFT, from: '2026-12-02', until: '2026-12-01' };
    expect(codeOf(() => finishedStory('v-1', draft))).toContain('KW_CONTENT_INVALID until');
  });

  it('stays on the screen in its old words until the new ones are approved', () => {
    const approved = steppedStory(steppedStory(STORY, 'submit', FATIMA), 'approve', FATIMA);
    const rewritten = writtenStory(approved, { ...DRAFT, title: { nl: 'Kruk' } }, { by: 'Anwar', at: 3 });
    expect(rewritten).toMatchObject({ state: 'draft', rev: 6, by: 'Anwar', approved: { story: { title: { nl: 'Stoel' } } } });
    expect(steppedStory(rewritten, 'approve', FATIMA).approved?.story.title).toEqual({ nl: 'Kruk' });
  });

  it('goes back to its writer with a note, which is gone once it is rewritten', () => {
    const back = steppedStory({ ...STORY, state: 'waiting' }, 'send_back', FATIMA, 'Korter, graag');
    expect(back).toMatchObject({ state: 'draft', note: 'Korter, graag' });
    expect(writtenStory(back, DRAFT, FATIMA).note).toBeUndefined();
  });

  it('that was taken away can be brought back', () => {
    const removed = steppedStory(STORY, 'remove', FATIMA);
    expect([removed.state, steppedStory(removed, 'bring_back', FATIMA).state]).toEqual(['removed', 'draft']);
  });
});

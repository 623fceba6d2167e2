import type { Story } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { todaysStories } from './todays-stories.ts';

const story = (id: string, days: Pick<Story, 'from' | 'until'>): Story => ({
  id,
  title: { nl: 't' },
  text: { nl: 't' },
  next: { nl: 't' },
  images: ['images/a.svg'],
  consent: true,
  ...days,
});
const STORIES = [
  story('always', {}),
  story('december', { from: '2026-12-01', until: '2026-12-31' }),
  story('from-december', { from: '2026-12-01' }),
  story('until-november', { until: '2026-11-30' }),
];

describe('the stories of a day', () => {
  it.each([
    ['2026-11-30', ['always', 'until-november']],
    ['2026-12-01', ['always', 'december', 'from-december']],
    ['2026-12-31', ['always', 'december', 'from-december']],
    ['2027-01-01', ['always', 'from-december']],
  ])('of %s are %o', (day, ids) => {
    expect(todaysStories(STORIES, day).map(({ id }) => id)).toEqual(ids);
  });
});

import type { ContentView, KeptStory } from '@kringwijzer/contract';
import bin from 'lucide-static/icons/archive.svg?raw';
import calendar from 'lucide-static/icons/calendar-days.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import wait from 'lucide-static/icons/hourglass.svg?raw';
import screen from 'lucide-static/icons/monitor-check.svg?raw';
import pen from 'lucide-static/icons/pencil.svg?raw';
import back from 'lucide-static/icons/undo-2.svg?raw';
import type { JSX } from 'preact';
import { Tag, type Tone } from '../parts/tag.tsx';
import { i18n } from '../words/words.ts';
import { t } from './words.ts';

interface Sign {
  readonly tone: Tone;
  readonly svg: string;
  readonly word: string;
}

/** Where a story stands, in at most two signs: what is done with the words, and whether visitors see it. */
export function StorySigns({ story, view }: { readonly story: KeptStory; readonly view: ContentView }): JSX.Element {
  return (
    <span class="row-tags">
      {signsOf(story, view).map(({ tone, svg, word }) => (
        <Tag key={word} tone={tone} svg={svg}>
          {word}
        </Tag>
      ))}
    </span>
  );
}

function signsOf({ id, state, note, approved }: KeptStory, { onScreen }: ContentView): readonly Sign[] {
  const isShown = onScreen.includes(id) && state !== 'removed';
  const shown: readonly Sign[] = isShown ? [screenSign(approved?.story.from, approved?.story.until)] : [];
  switch (state) {
    case 'draft': {
      const returned: Sign = { tone: 'warn', svg: back, word: t.value('state.returned') };
      return [note === undefined ? { tone: 'quiet', svg: pen, word: t.value('state.draft') } : returned, ...shown];
    }
    case 'waiting':
      return [{ tone: 'warn', svg: wait, word: t.value('state.waiting') }, ...shown];
    case 'removed':
      return [{ tone: 'quiet', svg: bin, word: t.value('state.removed') }];
    default:
      return isShown ? shown : [{ tone: 'good', svg: check, word: t.value('state.approved') }];
  }
}

/** `2026-12-01` as people say it. */
const dayText = (day: string): string =>
  new Intl.DateTimeFormat(i18n.language.value, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(day));

function screenSign(from: string | undefined, until: string | undefined): Sign {
  const today = new Date().toLocaleDateString('en-CA');
  if (from !== undefined && today < from) return { tone: 'quiet', svg: calendar, word: t.value('state.planned', { day: dayText(from) }) };
  if (until !== undefined && until < today) return { tone: 'quiet', svg: calendar, word: t.value('state.over') };
  return { tone: 'good', svg: screen, word: t.value('state.onScreen') };
}

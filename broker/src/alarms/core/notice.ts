import type { AlarmKind, AlarmLanguage, AlarmLevel, AlarmText } from '@kringwijzer/contract';
import { severityOf } from './alarm-rules.ts';
import { momentOf } from './alarm-words.ts';

/** One thing to tell: that an alarm began, ended, went unanswered or still goes on; `passed` began and ended before anybody was told. */
export interface NoticeItem {
  readonly type: 'raised' | 'ended' | 'escalated' | 'reminded' | 'passed';
  readonly alarm: string;
  readonly kind: AlarmKind;
  readonly level: AlarmLevel;
  readonly node?: string;
  readonly device?: string;
  /** When it happened, and when the alarm began; UTC epoch ms. */
  readonly at: number;
  readonly raisedAt: number;
  readonly words: Readonly<Record<AlarmLanguage, AlarmText>>;
}

/** A finished message for one reader. */
export interface Notice {
  readonly title: string;
  readonly text: string;
  readonly level: AlarmLevel;
  readonly items: readonly NoticeItem[];
}

type Prefix = Readonly<Record<NoticeItem['type'], string>>;
const PREFIX: Readonly<Record<AlarmLanguage, Prefix>> = {
  nl: { raised: '', ended: 'Voorbij: ', escalated: 'Nog geen reactie: ', reminded: 'Nog steeds: ', passed: 'Was even: ' },
  en: { raised: '', ended: 'Over: ', escalated: 'No answer yet: ', reminded: 'Still: ', passed: 'For a while: ' },
};

const isOver = ({ type }: NoticeItem): boolean => type === 'ended' || type === 'passed';

/** Where a reader is and in what language. */
export interface NoticePlace {
  readonly language: AlarmLanguage;
  readonly timeZone: string;
  readonly siteName: string;
  /** Address of the page of alarms, when the hub knows how it is reached. */
  readonly url: string | undefined;
}

/** The message of one thing: what, what to do, since when. */
export function singleNotice(item: NoticeItem, place: NoticePlace): Notice {
  const { title } = item.words[place.language];
  const text = [...linesOf(item, place), '', ...footOf(place)].join('\n');
  return { title: PREFIX[place.language][item.type] + title, text, level: item.level, items: [item] };
}

/** One message of many things, worst first; what is over stands last. */
export function digestNotice(items: readonly NoticeItem[], place: NoticePlace): Notice {
  const { language } = place;
  const sorted = items.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)) || severityOf(a) - severityOf(b) || a.at - b.at);
  const over = items.filter(isOver).length;
  const now = items.length - over;
  const counts = [
    ...(now > 0 ? [language === 'nl' ? `${now} nieuw` : `${now} new`] : []),
    ...(over > 0 ? [language === 'nl' ? `${over} voorbij` : `${over} over`] : []),
  ];
  const head = language === 'nl' ? `${items.length} meldingen` : `${items.length} alerts`;
  const blocks = sorted.map((item) => `• ${PREFIX[language][item.type]}${item.words[language].title}\n${indent(linesOf(item, place))}`);
  const level = sorted[0]?.level ?? 'warn';
  return { title: `${head}: ${counts.join(', ')}`, text: [...blocks, ...footOf(place)].join('\n\n'), level, items: sorted };
}

/** A message that only shows that a channel works. */
export function testNotice(place: NoticePlace): Notice {
  const isNl = place.language === 'nl';
  const text = isNl
    ? 'Dit is een proef. Zo komen meldingen van Kringwijzer bij u aan. U hoeft niets te doen.'
    : 'This is a test. This is how alerts of Kringwijzer reach you. You need not do anything.';
  return { title: isNl ? 'Proefmelding' : 'Test alert', text: [text, '', ...footOf(place)].join('\n'), level: 'warn', items: [] };
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

function linesOf(item: NoticeItem, { language, timeZone }: NoticePlace): readonly string[] {
  const from = momentOf(language, item.raisedAt, timeZone);
  const to = momentOf(language, item.at, timeZone);
  if (isOver(item)) return [language === 'nl' ? `Van ${from} tot ${to}. U hoeft niets te doen.` : `From ${from} to ${to}. Nothing to do.`];
  return [item.words[language].todo, language === 'nl' ? `Sinds ${from}.` : `Since ${from}.`];
}

function footOf({ siteName, url, language }: NoticePlace): readonly string[] {
  const trade = language === 'nl' ? 'Indicatieve weging, niet voor verrekening.' : 'Indicative weighing, not for trade.';
  return [url === undefined ? siteName : `${siteName}: ${url}`, trade];
}

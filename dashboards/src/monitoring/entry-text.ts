import type { JournalEntry } from '@kringwijzer/contract';
import { i18n } from '../words/words.ts';
import { t, wordOf } from './words.ts';

/** A line of the journal in one sentence: what, how much, of what, when, from whom. */
export function entryText({ body }: Pick<JournalEntry, 'body'>): string {
  const { decimal, longDate } = i18n.formats.value;
  const amounts: string[] = [];
  if ('massG' in body && body.massG !== undefined) amounts.push(`${decimal(body.massG / 1_000, 1)} kg`);
  if ('pieces' in body && body.pieces !== undefined) amounts.push(`${decimal(body.pieces, 0)} ×`);
  if ('count' in body) amounts.push(`${decimal(body.count, 0)} ${wordOf('value', body.what)}`);
  if ('cents' in body) amounts.push(`€ ${decimal(body.cents / 100, 2)}`);
  if ('persons' in body) amounts.push(`${wordOf('value', body.group)} ${body.persons}`);
  if ('product' in body) amounts.push(`${body.product}, ${wordOf('value', body.status)}`);
  if ('outcome' in body) amounts.push(wordOf('value', body.outcome));
  if ('stream' in body && body.stream !== undefined) amounts.push(wordOf('stream', body.stream));
  amounts.push(...plannedText(body));
  return `${wordOf('kind', body.kind)}: ${amounts.join(', ')} (${longDate(body.from)}, ${body.source})`;
}

/** What a plan says: an event, a story, a partner, an evaluation, another site. */
function plannedText(body: JournalEntry['body']): readonly string[] {
  switch (body.kind) {
    case 'marker':
      return [body.text];
    case 'story':
    case 'evaluation':
      return [body.title];
    case 'partner':
      return [body.name, body.records, wordOf('reliability', body.reliability)];
    case 'place':
      return [body.device, wordOf('block', body.block)];
    case 'other_site':
      return [body.name, t.value('plan.site.good', { count: body.months.length })];
    default:
      return [];
  }
}

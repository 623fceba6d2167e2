import { computed } from '@preact/signals';
import { hubNowMs } from '../data/live.ts';
import { i18n } from '../words/words.ts';
import { address } from './address.ts';

const DAY_MS = 86_400_000;

/** A period in local days `YYYY-MM-DD`, both inside it, and in UTC epoch ms, `to` exclusive. */
export interface ChosenPeriod {
  readonly fromDay: string;
  readonly untilDay: string;
  readonly from: number;
  readonly to: number;
}

/** `YYYY-MM-DD` of a moment at the site. */
export const dayText = (at: number): string => new Date(at).toLocaleDateString('sv-SE', { timeZone: i18n.timeZone.value });

/** UTC epoch ms at which a local day begins at the site. */
export function midnightOf(day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset is asked where midnight is about; a clock changes in the night but never at midnight in Europe.
  const offset = (at: number): number =>
    Date.parse(`${new Date(at).toLocaleString('sv-SE', { timeZone: i18n.timeZone.value }).replace(' ', 'T')}Z`) - at;
  return utc - offset(utc - offset(utc));
}

/** The day after or before a local day. */
export const dayAdd = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Today at the site; the same through a session of looking, so that pages do not load again each second. */
export const today = (): string => dayText(hubNowMs.peek());

/** The period of the address, else this year. */
export const period = computed<ChosenPeriod>(() => {
  const { from, until } = address.value.query;
  const isDay = (text: string | undefined): text is string =>
    text !== undefined && /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text));
  const fromDay = isDay(from) ? from : `${today().slice(0, 4)}-01-01`;
  const untilDay = isDay(until) && until >= fromDay ? until : isDay(from) ? fromDay : `${today().slice(0, 4)}-12-31`;
  return { fromDay, untilDay, from: midnightOf(fromDay), to: midnightOf(dayAdd(untilDay, 1)) };
});

/** The period as a query string for the hub. */
export const periodQuery = computed(() => `from=${period.value.from}&to=${period.value.to}`);

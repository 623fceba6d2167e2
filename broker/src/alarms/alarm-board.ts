import { ALARM_LANGUAGES, type Alarm } from '@kringwijzer/contract';
import { LEVELS, severityOf } from './core/alarm-rules.ts';
import type { AlarmEvent, AlarmState, Raised, Watched } from './core/alarm-state.ts';
import { alarmWords } from './core/alarm-words.ts';
import type { NoticeItem } from './core/notice.ts';

type RaisedWatch = Watched & { readonly alarm: Raised };

/** Everything that goes on now, worst first, in the words of the API. */
export function activeAlarms(state: AlarmState, timeZone: string): readonly Alarm[] {
  return Object.values(state.watched)
    .flatMap((watched) => (watched.alarm === undefined ? [] : [alarmOf({ ...watched, alarm: watched.alarm }, timeZone)]))
    .toSorted((a, b) => severityOf(a) - severityOf(b) || b.raisedAt - a.raisedAt);
}

/** An alarm that is over, as the past keeps it. */
export const endedAlarm = ({ watched, at }: AlarmEvent, timeZone: string): Alarm => ({ ...alarmOf(watched, timeZone), endedAt: at });

/** What readers are told of an event. */
export function noticeItemOf({ type, at, watched }: AlarmEvent, timeZone: string): NoticeItem {
  const { id, kind, level, raisedAt, words, node, device } = alarmOf(watched, timeZone);
  return {
    type,
    alarm: id,
    kind,
    level,
    at,
    raisedAt,
    words,
    ...(node !== undefined && { node }),
    ...(device !== undefined && { device }),
  };
}

function alarmOf({ alarm, kind, node, device, values, snooze }: RaisedWatch, timeZone: string): Alarm {
  const code = values['code'];
  return {
    id: alarm.id,
    kind,
    level: LEVELS[kind],
    ...(node !== undefined && { node }),
    ...(device !== undefined && { device }),
    ...(typeof code === 'string' && { code }),
    raisedAt: alarm.raisedAt,
    words: wordsOf(kind, values, timeZone),
    ...(alarm.acknowledged && { acknowledged: alarm.acknowledged }),
    ...(snooze && { snoozed: snooze }),
    ...(alarm.escalatedAt !== undefined && { escalatedAt: alarm.escalatedAt }),
  };
}

function wordsOf(kind: Watched['kind'], values: Watched['values'], timeZone: string): Alarm['words'] {
  const [nl, en] = ALARM_LANGUAGES.map((language) => alarmWords(language, kind, values, timeZone));
  if (nl === undefined || en === undefined) throw new TypeError('the hub writes Dutch and English');
  return { nl, en };
}

import type { AlarmState, Raised, Watched } from './alarm-state.ts';

/** What a person answers to an alarm. */
export type AlarmAnswer =
  | { readonly type: 'acknowledge'; readonly by: string }
  | { readonly type: 'snooze'; readonly by: string; readonly until: number; readonly reason: string }
  | { readonly type: 'wake'; readonly by: string };

/** The state after an answer, or undefined when there is no such alarm now. An answer tells nobody anything. */
export function answerAlarm(state: AlarmState, id: string, answer: AlarmAnswer, atMs: number): AlarmState | undefined {
  const found = Object.entries(state.watched).find(([, { alarm }]) => alarm?.id === id);
  const alarm = found?.[1].alarm;
  if (found === undefined || alarm === undefined) return undefined;
  const [key, watched] = found;
  return { ...state, watched: { ...state.watched, [key]: answered(watched, alarm, answer, atMs) } };
}

function answered(watched: Watched, alarm: Raised, answer: AlarmAnswer, atMs: number): Watched {
  const acknowledged = alarm.acknowledged ?? { by: answer.by, at: atMs };
  switch (answer.type) {
    case 'acknowledge':
      return { ...watched, alarm: { ...alarm, acknowledged } };
    case 'snooze': {
      const { by, until, reason } = answer;
      return { ...watched, alarm: { ...alarm, acknowledged }, snooze: { by, until, reason } };
    }
    default: {
      const { snooze: _, ...awake } = watched;
      return { ...awake, alarm: { ...alarm, acknowledged } };
    }
  }
}

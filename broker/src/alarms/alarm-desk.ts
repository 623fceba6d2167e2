import { type Alarm, type AlarmBoard, type AlarmSettings, type AlarmSite, KwError, MINUTE_MS } from '@kringwijzer/contract';
import { isSecureUrl } from '../config.ts';
import type { LiveModel } from '../core/live-model.ts';
import type { HubDb } from '../ports/hub-db.ts';
import { activeAlarms } from './alarm-board.ts';
import type { AlarmEngine } from './alarm-engine.ts';
import type { AlarmMemory } from './alarm-memory.ts';
import { type AlarmAnswer, answerAlarm } from './core/answer-alarm.ts';

export interface AlarmDeskDeps {
  readonly engine: AlarmEngine;
  readonly memory: AlarmMemory;
  readonly live: Pick<LiveModel, 'snapshot'>;
  readonly audit: HubDb['audit'];
  readonly nowMs: () => number;
  readonly timeZone: string;
  readonly allowHttp: boolean;
}

/** What people ask of the alarms of a site, and answer to them. */
export interface AlarmDesk {
  board(): AlarmBoard;
  /** Throws KW_ALARM_UNKNOWN. */
  answer(id: string, answer: AlarmAnswer): Alarm;
  settings(): AlarmSite;
  /** Throws KW_WEBHOOK_INSECURE. */
  keepSettings(settings: AlarmSettings, by: string): Promise<void>;
  /** A tool was serviced: its run hours start anew. Throws KW_DEVICE_UNKNOWN. */
  serviced(node: string, device: string, by: string): Promise<void>;
}

/** Answers, settings and services; each is kept in the list of privileged acts. */
export function createAlarmDesk(deps: AlarmDeskDeps): AlarmDesk {
  const { engine, memory, nowMs, live, audit, timeZone } = deps;
  return {
    board: () => ({ active: [...activeAlarms(engine.now().alarms, timeZone)], past: [...memory.past()] }),
    answer: (id, answer) => {
      const alarms = answerAlarm(engine.now().alarms, id, answer, nowMs());
      const answered = alarms && activeAlarms(alarms, timeZone).find((alarm) => alarm.id === id);
      if (alarms === undefined || answered === undefined) throw new KwError('KW_ALARM_UNKNOWN', { id });
      engine.keep({ ...engine.now(), alarms });
      audit.add({ at: nowMs(), actor: answer.by, action: `alarm ${answer.type}`, detail: `${id} ${answered.words.nl.title}` });
      return answered;
    },
    settings: () => ({ settings: engine.settings(), webhookHasSecret: memory.webhookSecret() !== undefined, tools: toolsOf(deps) }),
    keepSettings: async (next, by) => {
      if (next.webhookUrl !== null && !deps.allowHttp && !isSecureUrl(next.webhookUrl))
        throw new KwError('KW_WEBHOOK_INSECURE', { host: new URL(next.webhookUrl).host });
      audit.add({ at: nowMs(), actor: by, action: 'alarm settings', detail: changesOf(engine.settings(), next) });
      engine.keepSettings(next);
      // What was asked of the store under the old settings may be something else under the new ones.
      await engine.refresh();
      engine.tick();
    },
    serviced: async (node, device, by) => {
      const isTool = live.snapshot(nowMs()).devices.some((one) => one.node === node && one.meta.id === device && one.meta.kind === 'tool');
      if (!isTool) throw new KwError('KW_DEVICE_UNKNOWN', { node, device });
      memory.keepServicedAt(`${node}/${device}`, nowMs());
      audit.add({ at: nowMs(), actor: by, action: 'tool serviced', detail: `${node}/${device}` });
      await engine.refresh();
      engine.tick();
    },
  };
}

function toolsOf({ live, memory, nowMs, engine }: AlarmDeskDeps): AlarmSite['tools'] {
  return live.snapshot(nowMs()).devices.flatMap(({ node, meta }) => {
    if (meta.kind !== 'tool') return [];
    const key = `${node}/${meta.id}`;
    const servicedAt = memory.servicedAt(key);
    const runH = Math.round((engine.slow().runH.get(key) ?? 0) * 10) / 10;
    return [{ node, device: meta.id, name: meta.name, runH, ...(servicedAt !== undefined && { servicedAt }) }];
  });
}

/** What of the settings changed, for the list of privileged acts. A webhook's address may hold a secret: only its host is told. */
function changesOf(before: AlarmSettings, after: AlarmSettings): string {
  const shown = ({ webhookUrl, ...rest }: AlarmSettings): Readonly<Record<string, unknown>> => ({
    ...rest,
    webhook: webhookUrl === null ? null : new URL(webhookUrl).host,
    ...Object.fromEntries(Object.entries(rest.kinds).map(([kind, rule]) => [`kinds.${kind}`, rule])),
    kinds: undefined,
  });
  const [old, now] = [shown(before), shown(after)];
  const changed = Object.keys(now).filter((key) => JSON.stringify(now[key]) !== JSON.stringify(old[key]));
  const text = changed.map((key) => `${key}: ${JSON.stringify(old[key])} -> ${JSON.stringify(now[key])}`).join('; ');
  return (text === '' ? 'nothing changed' : text).slice(0, 1_000);
}

/** How long a snooze lasts, as a moment. */
export const snoozeUntil = (minutes: number, nowMs: number): number => nowMs + minutes * MINUTE_MS;

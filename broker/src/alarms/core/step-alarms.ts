import { type AlarmSettings, HOUR_MS, MINUTE_MS, SECOND_MS } from '@kringwijzer/contract';
import type { AlarmFact } from './alarm-fact.ts';
import { LATCHED } from './alarm-rules.ts';
import type { AlarmEvent, AlarmState, AlarmStep, Raised, Watched } from './alarm-state.ts';

/** An alarm ends only when its cause has been gone this long: a truck that lifts a container and puts it back is not an end. */
const CLEAR_AFTER_MS = 30 * SECOND_MS;
/** What nobody speaks of any more (a device taken away) ends after this. */
const GONE_AFTER_MS = HOUR_MS;

/** Takes in everything that is true at `atMs`. Facts that are not there change nothing for an hour. */
export function stepAlarms(state: AlarmState, facts: readonly AlarmFact[], settings: AlarmSettings, atMs: number): AlarmStep {
  const before = state.watched;
  const watched: Record<string, Watched> = {};
  const events: AlarmEvent[] = [];
  let { nextId } = state;
  const isRaised = (key: string): boolean => before[key]?.alarm !== undefined || watched[key]?.alarm !== undefined;
  const seen = new Set<string>();
  // Those that cover others first, so that the others know.
  for (const fact of facts.toSorted((a, b) => Number(a.coveredBy !== undefined) - Number(b.coveredBy !== undefined))) {
    if (seen.has(fact.key)) continue;
    seen.add(fact.key);
    const turn: Turn = { key: fact.key, atMs, settings, covered: fact.coveredBy?.some(isRaised) ?? false, events };
    const now = settle(triggerOf(before[fact.key], fact, atMs), turn, () => `a${nextId++}`);
    if (isWorthKeeping(now)) watched[fact.key] = now;
  }
  for (const [key, known] of Object.entries(before)) {
    if (seen.has(key)) continue;
    const now = withoutFact(known, { key, atMs, settings, covered: false, events });
    if (isWorthKeeping(now)) watched[key] = now;
  }
  return { state: { nextId, watched }, events };
}

interface Turn {
  readonly key: string;
  readonly atMs: number;
  readonly settings: AlarmSettings;
  readonly covered: boolean;
  readonly events: AlarmEvent[];
}

/** What is off, told to nobody and not snoozed needs no memory. */
const isWorthKeeping = (one: Watched): boolean => one.triggered || one.alarm !== undefined || one.snooze !== undefined;

/** The trigger with its two thresholds: on above the upper, off below the lower, as before in between. */
function triggerOf(known: Watched | undefined, fact: AlarmFact, atMs: number): Watched {
  const { kind, node, device, values, signal } = fact;
  const { missingSince: _, ...rest } = known ?? { triggered: false, since: atMs };
  const triggered = signal === 'unknown' ? rest.triggered : signal === 'on';
  const since = triggered === rest.triggered ? rest.since : atMs;
  const about = { kind, ...(node !== undefined && { node }), ...(device !== undefined && { device }) };
  // The words keep what was true when people were told; until then they follow.
  return { ...rest, ...about, values: known?.alarm === undefined ? values : known.values, triggered, since };
}

/** Raises, ends, escalates or reminds. */
function settle(one: Watched, turn: Turn, newId: () => string): Watched {
  const awake = wakeUp(one, turn);
  const { alarm } = awake;
  const rule = turn.settings.kinds[awake.kind];
  if (alarm === undefined) {
    const isDue = awake.triggered && rule.on && !turn.covered && turn.atMs - awake.since >= rule.holdOffS * SECOND_MS;
    if (!isDue) return awake;
    const raised = { ...awake, alarm: { id: newId(), raisedAt: turn.atMs, waitingSince: turn.atMs } };
    tell('raised', raised, turn, raised.snooze !== undefined);
    return raised;
  }
  if (!rule.on) return endOf(awake, alarm, turn, true);
  if (isOver(awake, alarm, turn.atMs)) return endOf(awake, alarm, turn, turn.covered);
  return escalate(awake, alarm, turn, rule.escalateAfterMin);
}

function isOver({ triggered, since, kind }: Watched, alarm: Raised, atMs: number): boolean {
  if (triggered || atMs - since < CLEAR_AFTER_MS) return false;
  return !LATCHED.includes(kind) || alarm.acknowledged !== undefined;
}

function endOf(one: Watched, alarm: Raised, turn: Turn, silent: boolean): Watched {
  tell('ended', { ...one, alarm }, turn, silent);
  const { alarm: _, ...rest } = one;
  return rest;
}

/** A snooze that is over: what still goes on is told once more, and the wait for an answer starts anew. */
function wakeUp(one: Watched, turn: Turn): Watched {
  if (one.snooze === undefined || turn.atMs < one.snooze.until) return one;
  const { snooze: _, ...awake } = one;
  if (awake.alarm === undefined) return awake;
  const { acknowledged: _answer, escalatedAt: _escalated, ...alarm } = awake.alarm;
  const again = { ...awake, alarm: { ...alarm, waitingSince: turn.atMs } };
  if (again.triggered || LATCHED.includes(again.kind)) tell('reminded', again, turn, false);
  return again;
}

function escalate(one: Watched, alarm: Raised, turn: Turn, afterMin: number | null): Watched {
  const isAnswered = alarm.acknowledged !== undefined || one.snooze !== undefined || alarm.escalatedAt !== undefined;
  const goesOn = one.triggered || LATCHED.includes(one.kind);
  if (isAnswered || afterMin === null || !goesOn || turn.atMs - alarm.waitingSince < afterMin * MINUTE_MS) return one;
  const escalated = { ...one, alarm: { ...alarm, escalatedAt: turn.atMs } };
  tell('escalated', escalated, turn, false);
  return escalated;
}

function withoutFact(known: Watched, turn: Turn): Watched {
  const missing = { ...known, missingSince: known.missingSince ?? turn.atMs };
  if (turn.atMs - missing.missingSince < GONE_AFTER_MS) return missing;
  const { snooze: _, ...rest } = missing;
  const gone = { ...rest, triggered: false };
  return gone.alarm === undefined ? gone : endOf(gone, gone.alarm, turn, true);
}

function tell(type: AlarmEvent['type'], watched: AlarmEvent['watched'], turn: Turn, silent: boolean): void {
  turn.events.push({ type, at: turn.atMs, key: turn.key, watched, silent });
}

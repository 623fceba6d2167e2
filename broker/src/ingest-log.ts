import type { Logger } from 'pino';
import { createLogGate } from './core/log-gate.ts';
import type { MessageDeskDeps } from './core/message-desk.ts';

/** Logs what was refused, once a minute per sender and code. */
export function logRefusals(log: Logger, nowMs: () => number): MessageDeskDeps['onRefused'] {
  const gate = createLogGate({ windowMs: 60_000 });
  return ({ code, reason, topic, from }) => {
    const suppressed = gate(`${from}/${code}`, nowMs());
    if (suppressed !== undefined) log.warn({ code, reason, topic, from, suppressed }, 'message refused');
  };
}

/** Says once a minute that nothing can be stored: somebody has to act. */
export function logStoreFailures(log: Logger, nowMs: () => number): MessageDeskDeps['onStoreFailed'] {
  const gate = createLogGate({ windowMs: 60_000 });
  return (error) => {
    const suppressed = gate('store', nowMs());
    if (suppressed !== undefined)
      log.error({ code: 'KW_STORE_UNAVAILABLE', err: error, suppressed }, 'records cannot be stored; nodes keep them');
  };
}

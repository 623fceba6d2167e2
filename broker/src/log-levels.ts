import type { Logger } from 'pino';
import type { LogLevel } from './config.ts';

/** The hub's log with a level that may change while it runs. */
export interface LogLevels {
  readonly log: Logger;
  get(): string;
  set(level: LogLevel): void;
}

/** A log below `parent`. A pino child keeps the level it was born with, so all of them are told of a change. */
export function createLogLevels(parent: Logger): LogLevels {
  const log = parent.child({});
  const children = new Set<Logger>();
  log.onChild = (child) => void children.add(child);
  return {
    log,
    get: () => log.level,
    set: (level) => {
      log.level = level;
      for (const child of children) child.level = level;
    },
  };
}

import mqemitter, { type MQEmitter } from 'mqemitter';

interface Internals {
  current: number;
  _do(message: unknown, callback: unknown): unknown;
}

const MAX_DEPTH = 50;

/**
 * An mqemitter that survives a long queue. As shipped, each queued message without a subscriber is released inside
 * the release of the one before it, and a few thousand of them end the process with a stack overflow (mqemitter
 * pull request 204). After fifty levels this one goes on in a new turn of the event loop, keeping its slot so that
 * nothing overtakes.
 */
export function createSafeMq(concurrency: number): MQEmitter {
  const mq = mqemitter({ concurrency, matchEmptyLevels: true });
  const inner = mq as unknown as Internals;
  const original = inner._do.bind(mq);
  let depth = 0;
  inner._do = (message, callback) => {
    if (depth >= MAX_DEPTH) {
      inner.current += 1;
      setImmediate(() => {
        inner.current -= 1;
        inner._do(message, callback);
      });
      return mq;
    }
    depth += 1;
    try {
      return original(message, callback);
    } finally {
      depth -= 1;
    }
  };
  return mq;
}

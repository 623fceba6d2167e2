/** Lets work through while what it holds stays under a limit. */
export interface ByteGate {
  /** Runs the task when there is room, in order of arrival. A task over the limit runs alone. */
  run<T>(bytes: number, task: () => Promise<T>): Promise<T>;
}

/**
 * Bounds the memory of messages that are taken apart: one in JSON text grows tenfold as objects, and a backlog that comes
 * in at once would otherwise be objects all at once. What waits stays text.
 */
export function createByteGate(limitBytes: number): ByteGate {
  const queue: { readonly bytes: number; readonly enter: () => void }[] = [];
  let inside = 0;
  let running = 0;
  const hasRoom = (bytes: number): boolean => running === 0 || inside + bytes <= limitBytes;
  const letIn = (): void => {
    for (let first = queue[0]; first !== undefined && hasRoom(first.bytes); first = queue[0]) {
      queue.shift();
      inside += first.bytes;
      running += 1;
      first.enter();
    }
  };
  return {
    run: async (bytes, task) => {
      await new Promise<void>((enter) => {
        queue.push({ bytes, enter });
        letIn();
      });
      try {
        return await task();
      } finally {
        inside -= bytes;
        running -= 1;
        letIn();
      }
    },
  };
}

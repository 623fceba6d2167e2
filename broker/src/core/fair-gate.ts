import { FairLanes } from './fair-lanes.ts';

/** Who asks to be let in, and how much it will hold. */
export interface Admission {
  /** Work of one sender goes in its own order. */
  readonly from: string;
  /** Size, 0 or more. */
  readonly bytes: number;
}

/** Lets work through while what it holds stays under a limit. */
export interface FairGate {
  /** Runs the task when it is its turn and there is room. A task over the limit runs alone. */
  run<T>(ask: Admission, task: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/** A live value, a state or a life sign is smaller; a batch of a backlog is about 30 kB. */
const SMALL_BYTES = 4 * 1024;
/** Room of its own for what is small, so that it never waits for a backlog to make room. */
const SMALL_ROOM_BYTES = 64 * 1024;

/**
 * Bounds the memory of messages that are taken apart: one in JSON text grows tenfold as objects, and a backlog that comes
 * in at once would otherwise be objects all at once. What waits stays text. Small messages have room of their own and pass
 * the backlogs of others; a sender's own messages stay in order.
 */
export function createFairGate(limitBytes: number): FairGate {
  const lanes = new FairLanes<Waiting>();
  const small = createRoom(SMALL_ROOM_BYTES);
  const large = createRoom(limitBytes);
  const roomFor = (bytes: number): Room => (bytes <= SMALL_BYTES ? small : large);
  const letInto = (room: Room): void => {
    for (;;) {
      const next = lanes.first(({ bytes }) => roomFor(bytes) === room);
      if (next === undefined || !room.fits(next.item.bytes)) return;
      lanes.shift(next);
      room.enter(next.item.bytes);
      next.item.enter();
    }
  };
  const letIn = (): void => {
    letInto(small);
    letInto(large);
    letInto(small); // what stood behind a large one of the same sender
  };
  return {
    run: async ({ from, bytes }, task) => {
      const room = roomFor(bytes);
      if (lanes.length === 0 && room.fits(bytes)) room.enter(bytes);
      else
        await new Promise<void>((enter) => {
          lanes.push(from, bytes, { bytes, enter });
          letIn();
        });
      try {
        return await task();
      } finally {
        room.leave(bytes);
        letIn();
      }
    },
  };
}

interface Room {
  readonly fits: (bytes: number) => boolean;
  readonly enter: (bytes: number) => void;
  readonly leave: (bytes: number) => void;
}

function createRoom(limitBytes: number): Room {
  let inside = 0;
  let running = 0;
  const add = (bytes: number, count: number): void => {
    inside += bytes;
    running += count;
  };
  return {
    fits: (bytes) => running === 0 || inside + bytes <= limitBytes,
    enter: (bytes) => add(bytes, 1),
    leave: (bytes) => add(-bytes, -1),
  };
}

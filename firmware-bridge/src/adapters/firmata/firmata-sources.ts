import type { FirmataDistance, FirmataTool } from '../../config/driver-schema.ts';
import type { CancelTimer } from '../../ports/clock.ts';
import type { AmpsEvent, AmpsSource, DistanceEvent, DistanceSource, SourceContext } from '../../ports/sources.ts';
import { RmsWindow } from './rms.ts';
import type { BoardMember, BoardNews, ToolBoard } from './tool-board.ts';

/** Steps of the ATmega328P's converter. */
const ADC_STEPS = 1_024;
const CONTACT_EVERY_MS = 1_000;
const DISTANCE_WINDOW_MS = 1_000;

const channelOf = (pin: string): number => Number(pin.slice(1));

/** A current clamp or a run contact on a tool board. */
export const firmataTool = (driver: FirmataTool, board: ToolBoard): AmpsSource =>
  driver.sensor === 'clamp' ? clampSource(driver, board) : contactSource(driver, board);

type Clamp = Extract<FirmataTool, { sensor: 'clamp' }>;
type Contact = Extract<FirmataTool, { sensor: 'contact' }>;

function clampSource(driver: Clamp, board: ToolBoard): AmpsSource {
  const ampsPerCount = (driver.referenceV / ADC_STEPS) * driver.ampsPerVolt;
  return memberSource<AmpsEvent>(board, (context, emit) => {
    const rms = new RmsWindow(driver.windowMs);
    return {
      usesAnalog: true,
      news: emit,
      attach: (ready, heard) => {
        rms.reset();
        ready.onAnalog(channelOf(driver.pin), (counts) => {
          heard();
          const atMs = context.nowMs();
          const value = rms.push(counts, atMs);
          if (value !== undefined) emit({ type: 'amps', atMs, amps: value * ampsPerCount });
        });
      },
    };
  });
}

/** Says once a second whether the contact was closed at any moment of it: good for a relay and for a vibration switch. */
function contactSource(driver: Contact, board: ToolBoard): AmpsSource {
  return memberSource<AmpsEvent>(board, (context, emit) => {
    let closed: boolean | undefined;
    let wasClosed = false;
    let cancel: CancelTimer | undefined;
    return {
      usesAnalog: false,
      news: (event) => {
        // While the board is away the contact is not known; the core then says so by itself.
        if (event.type === 'fault' && event.state === 'raised') closed = undefined;
        emit(event);
      },
      attach: (ready) => {
        cancel?.();
        ready.onDigital(driver.pin, (high) => {
          closed = high !== driver.activeLow;
          wasClosed ||= closed;
        });
        cancel = context.every(CONTACT_EVERY_MS, () => {
          if (closed === undefined) return;
          emit({ type: 'contact', atMs: context.nowMs(), running: closed || wasClosed });
          wasClosed = false;
        });
      },
      detach: () => cancel?.(),
    };
  });
}

/** The mean of a second of an analog distance sensor on a tool board. */
export function firmataDistance(driver: FirmataDistance, board: ToolBoard): DistanceSource {
  return memberSource<DistanceEvent>(board, (context, emit) => {
    let sum = 0;
    let n = 0;
    let fromMs = 0;
    return {
      usesAnalog: true,
      news: emit,
      attach: (ready, heard) => {
        n = 0;
        ready.onAnalog(channelOf(driver.pin), (counts) => {
          heard();
          const atMs = context.nowMs();
          if (n === 0) [sum, fromMs] = [0, atMs];
          sum += counts;
          n += 1;
          if (atMs - fromMs < DISTANCE_WINDOW_MS) return;
          const volts = (sum / n / ADC_STEPS) * driver.referenceV;
          n = 0;
          emit({ type: 'distance', atMs, distanceMm: Math.max(0, driver.mmAtZeroV + volts * driver.mmPerVolt) });
        });
      },
    };
  });
}

interface Member extends BoardMember {
  readonly detach?: () => void;
}

function memberSource<Event>(board: ToolBoard, make: (context: SourceContext, emit: (event: Event | BoardNews) => void) => Member) {
  let member: Member | undefined;
  return {
    start: (context: SourceContext, emit: (event: Event | BoardNews) => void): void => {
      member = make(context, emit);
      board.add(member, context);
    },
    stop: (): Promise<void> => {
      member?.detach?.();
      if (member !== undefined) board.remove(member);
      return Promise.resolve();
    },
  };
}

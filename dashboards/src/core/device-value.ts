import type { DeviceLive } from '@kringwijzer/contract';

/** The one value of a device that a trace shows: gross grams, amperes, fill ratio, or passages; undefined when it has none now. */
export function traceValueOf({ state }: DeviceLive): number | undefined {
  switch (state?.kind) {
    case 'scale':
      return state.value.grossG;
    case 'tool':
      return state.value.amps;
    case 'level':
      return state.value.fillRatio;
    case 'door':
      return state.value.in + state.value.out;
    default:
      return undefined;
  }
}

/** True when a scale may be tared, zeroed or calibrated now: it is still and its value can be trusted. */
export const isSettled = ({ state }: DeviceLive): boolean => state?.kind === 'scale' && state.value.stable && state.value.quality !== 'bad';

import type { ErrorCode } from '@kringwijzer/contract';
import type { CoreOutput } from '../device-core.ts';

/** A fault that began (`raised`) or ended. */
export interface FaultSeen {
  readonly atMs: number;
  readonly code: ErrorCode;
  readonly raised: boolean;
  readonly detail?: string;
}

/** A fault record that began or ended now. */
export function faultOutput(config: { readonly device: string }, fault: FaultSeen): CoreOutput {
  const { atMs, code, raised, detail } = fault;
  return {
    type: 'record',
    record: {
      kind: 'fault',
      device: config.device,
      at: Math.max(0, Math.round(atMs)),
      code,
      state: raised ? 'raised' : 'cleared',
      ...(detail === undefined ? {} : { detail }),
    },
  };
}

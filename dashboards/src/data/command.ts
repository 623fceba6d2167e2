import type { CommandResult, DeviceCommandRequest } from '@kringwijzer/contract';
import { ApiFailure, apiPost } from './api.ts';

// Learning a tool listens for tens of seconds before it answers.
const ANSWER_MS = 45_000;

/** Which device a command is for. */
export interface DeviceRef {
  readonly node: string;
  readonly device: string;
}

/** Asks a device to do something and waits for its own answer. Throws ApiFailure, also when the device itself says no. */
export async function sendCommand(to: DeviceRef, name: DeviceCommandRequest['name'], args: DeviceCommandRequest['args'] = {}): Promise<CommandResult> {
  const path = `/devices/${encodeURIComponent(to.node)}/${encodeURIComponent(to.device)}/command`;
  const result = await apiPost<CommandResult>(path, { name, args }, { timeoutMs: ANSWER_MS });
  if (!result.ok) throw new ApiFailure({ code: result.code ?? 'UNKNOWN', message: result.message ?? '', retryable: true }, 200);
  return result;
}

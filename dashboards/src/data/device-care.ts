import type { CareKind, DeviceCareRequest, EnrolCodeResponse } from '@kringwijzer/contract';
import { apiPost } from './api.ts';
import type { DeviceRef } from './command.ts';

const pathOf = ({ node, device }: DeviceRef): string => `/devices/${encodeURIComponent(node)}/${encodeURIComponent(device)}`;

/** Renames a device, takes it out of use or brings it back. Throws ApiFailure. */
export const changeDevice = (to: DeviceRef, change: DeviceCareRequest): Promise<void> => apiPost(`${pathOf(to)}/care`, change);

/** Writes in the maintenance log. Throws ApiFailure. */
export const noteCare = (to: DeviceRef, what: CareKind, text: string): Promise<void> => apiPost(`${pathOf(to)}/notes`, { what, text });

/** Where the maintenance log of a device is read. */
export const careNotesPath = (to: DeviceRef): string => `${pathOf(to)}/notes`;

/** A code with which one box gets its credential; for a node that is there the new box takes over its name and history. Throws ApiFailure. */
export const enrolCode = (node?: string): Promise<EnrolCodeResponse> => apiPost('/enrol-codes', node === undefined ? {} : { node });

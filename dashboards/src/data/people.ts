import type { Me, Role } from '@kringwijzer/contract';
import { apiPost } from './api.ts';
import { becameSignedIn } from './session.ts';

/** Changes the role of a person, or switches somebody off or on again. Throws ApiFailure. */
export const changePerson = (name: string, change: { readonly role?: Role; readonly disabled?: boolean }): Promise<void> =>
  apiPost(`/people/${encodeURIComponent(name)}/change`, change);

/** Signs a person out everywhere. Throws ApiFailure. */
export const endSessionsOf = (name: string): Promise<void> => apiPost(`/people/${encodeURIComponent(name)}/end-sessions`);

/** Ends one of my own sessions, or `all`. Throws ApiFailure. */
export const endMySession = (id: string): Promise<void> => apiPost(`/me/sessions/${encodeURIComponent(id)}/end`);

/** Gives me a PIN for shared tablets. Throws ApiFailure. */
export const choosePin = (password: string, pin: string): Promise<void> => apiPost('/me/pin', { password, pin });

export const removePin = (): Promise<void> => apiPost('/me/pin/remove');

/** Makes this device a shared tablet. Throws ApiFailure. */
export const makeTablet = (name: string): Promise<void> => apiPost('/tablet', { name });

/** Makes this device an ordinary one again. Throws ApiFailure. */
export const forgetTablet = (): Promise<void> => apiPost('/tablet/forget');

/** Makes another tablet an ordinary device again. Throws ApiFailure. */
export const forgetTabletOf = (id: string): Promise<void> => apiPost(`/tablets/${encodeURIComponent(id)}/forget`);

/** Signs in on a shared tablet. Throws ApiFailure. */
export async function signInWithPin(name: string, pin: string): Promise<void> {
  becameSignedIn(await apiPost<Me>('/pin-sign-in', { name, pin }));
}

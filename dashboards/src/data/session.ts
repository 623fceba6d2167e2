import type { Me, Role } from '@kringwijzer/contract';
import { signal } from '@preact/signals';
import { ApiFailure, apiGet, apiPost, NETWORK_CODE, setCsrf } from './api.ts';
import { speakFor } from './language.ts';
import { keepPerson } from './last-person.ts';
import { forgetLive } from './live-cache.ts';
import { i18n } from '../words/words.ts';

/** Who uses the page: not known yet, nobody, somebody, or somebody of an earlier visit while the hub is away. */
export type Session =
  | { readonly state: 'loading' | 'signed-out' | 'unreachable' }
  | { readonly state: 'signed-in'; readonly me: Me };

/** The session of this browser. */
export const session = signal<Session>({ state: 'loading' });

/** Asks the hub who we are. A hub that does not answer leaves somebody who was signed in where they are. */
export async function refreshSession(): Promise<void> {
  try {
    keep(await apiGet<Me>('/me'));
  } catch (cause) {
    const away = cause instanceof ApiFailure && (cause.code === NETWORK_CODE || cause.status >= 500);
    if (!away) signedOut();
    else if (session.value.state !== 'signed-in') session.value = { state: 'unreachable' };
  }
}

/** Signs in with name and password. Throws ApiFailure. */
export async function signIn(name: string, password: string): Promise<void> {
  becameSignedIn(await apiPost<Me>('/sign-in', { name, password }));
}

/** Becomes a member with an invite. Throws ApiFailure. */
export async function acceptInvite(invite: string, name: string, password: string): Promise<void> {
  keep(await apiPost<Me>('/invites/accept', { invite, name, password }));
  await tellLanguage();
}

/** Somebody just signed in: the page speaks the language that person chose on whatever device. */
export function becameSignedIn(me: Me): void {
  keep(me);
  speakFor(me.language);
}

/** Tells the hub which language this person reads; one it does not hear costs only the choice on another device. */
export async function tellLanguage(): Promise<void> {
  if (session.value.state !== 'signed-in') return;
  await apiPost('/me/language', { language: i18n.spoken.value }).catch(() => undefined);
}

/** Ends the session here and at the hub; what this browser kept of the site is forgotten. */
export async function signOut(): Promise<void> {
  try {
    await apiPost('/sign-out');
  } finally {
    signedOut();
  }
}

/** Roles of people, weakest first. Written out: the contract's own list would bring its whole schema library into the page. */
export const ROLE_LADDER = ['viewer', 'staff', 'coordinator', 'admin'] as const satisfies readonly Role[];

/** True when the person signed in has this role or a stronger one. */
export function mayAct(role: Role): boolean {
  const current = session.value;
  return current.state === 'signed-in' && ROLE_LADDER.indexOf(current.me.role) >= ROLE_LADDER.indexOf(role);
}

function keep(me: Me): void {
  setCsrf(me.csrf);
  keepPerson(me);
  session.value = { state: 'signed-in', me };
}

function signedOut(): void {
  setCsrf('');
  forgetLive();
  keepPerson(undefined);
  session.value = { state: 'signed-out' };
}

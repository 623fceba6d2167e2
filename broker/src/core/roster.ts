import { KwError, type Person, type PersonSession, type Role, roleSchema } from '@kringwijzer/contract';
import type { HubDb, SessionRow, UserRow } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';

export interface RosterDeps {
  readonly db: Pick<HubDb, 'users' | 'sessions' | 'pins' | 'audit'>;
  readonly secrets: Pick<Secrets, 'digest'>;
  readonly nowMs: () => number;
}

/** Enough of a hash to tell one session of a person from another. */
const ID_LENGTH = 16;

/** The people of the site and the browsers they are signed in with. Every change is in the audit trail. */
export class Roster {
  readonly #deps: RosterDeps;

  constructor(deps: RosterDeps) {
    this.#deps = deps;
  }

  list(): readonly Person[] {
    const { users, pins } = this.#deps.db;
    return users.list().map((user) => ({
      name: user.name,
      role: roleSchema.parse(user.role),
      language: user.language,
      createdAt: user.createdAt,
      disabled: user.disabled,
      hasPin: pins.find(user.name) !== undefined,
      sessions: [...this.sessionsOf(user.name)],
    }));
  }

  /** Changes role or access; the person is signed out everywhere, so that the old right ends at once. Throws KW_PERSON_UNKNOWN, KW_LAST_ADMIN. */
  change(
    name: string,
    { role, disabled }: { readonly role?: Role | undefined; readonly disabled?: boolean | undefined },
    by: string,
  ): void {
    const user = this.#find(name);
    const next: UserRow = { ...user, role: role ?? user.role, disabled: disabled ?? user.disabled };
    if (isActiveAdmin(user) && !isActiveAdmin(next)) this.#needOtherAdmin(user.name);
    if (next.role === user.role && next.disabled === user.disabled) return;
    this.#deps.db.users.put(next);
    this.#deps.db.sessions.removeOf(user.name);
    if (next.role !== user.role) this.#audit(by, 'role changed', `${user.name}: ${user.role} to ${next.role}`);
    if (next.disabled !== user.disabled) this.#audit(by, next.disabled ? 'person switched off' : 'person switched on', user.name);
  }

  /** Ends all sessions of a person. Throws KW_PERSON_UNKNOWN. */
  signOutEverywhere(name: string, by: string): void {
    const user = this.#find(name);
    this.#deps.db.sessions.removeOf(user.name);
    this.#audit(by, 'signed out everywhere', user.name);
  }

  /** Sessions of a person that stand, newest first; `token` is the cookie of the browser that asks. */
  sessionsOf(name: string, token?: string): readonly PersonSession[] {
    const { db, secrets, nowMs } = this.#deps;
    const own = token === undefined ? undefined : secrets.digest(token);
    return db.sessions
      .of(name, nowMs())
      .filter(({ role }) => role !== 'kiosk')
      .map((row) => sessionOf(row, own));
  }

  /** Ends one session of a person; false when there is none of that id. */
  endSession(name: string, id: string): boolean {
    const { db, nowMs } = this.#deps;
    const row = db.sessions.of(name, nowMs()).find(({ idHash, role }) => role !== 'kiosk' && idHash.slice(0, ID_LENGTH) === id);
    if (row === undefined) return false;
    db.sessions.remove(row.idHash);
    this.#audit(name, 'session ended', row.device);
    return true;
  }

  languageOf(name: string): string {
    return this.#deps.db.users.find(name)?.language ?? '';
  }

  /** Throws KW_PERSON_UNKNOWN. */
  speak(name: string, language: string): void {
    this.#deps.db.users.put({ ...this.#find(name), language });
  }

  #needOtherAdmin(name: string): void {
    const others = this.#deps.db.users.list().some((other) => other.name !== name && isActiveAdmin(other));
    if (!others) throw new KwError('KW_LAST_ADMIN', { name });
  }

  #find(name: string): UserRow {
    const user = this.#deps.db.users.find(name);
    if (user === undefined) throw new KwError('KW_PERSON_UNKNOWN', { name });
    return user;
  }

  #audit(actor: string, action: string, detail: string): void {
    this.#deps.db.audit.add({ at: this.#deps.nowMs(), actor, action, detail });
  }
}

const isActiveAdmin = ({ role, disabled }: UserRow): boolean => role === 'admin' && !disabled;

const sessionOf = ({ idHash, device, how, createdAt, seenAt, expiresAt }: SessionRow, own: string | undefined): PersonSession => ({
  id: idHash.slice(0, ID_LENGTH),
  device,
  how: how === 'pin' ? 'pin' : 'password',
  startedAt: createdAt,
  seenAt: Math.max(createdAt, seenAt),
  expiresAt,
  current: idHash === own,
});

import { KwError, type Role, roleSchema } from '@kringwijzer/contract';
import type { HubDb, SessionRow } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createLockout } from './back-off.ts';

const INVITE_DAYS = 7;
const DAY_MS = 86_400_000;
const KIOSK_SESSION_DAYS = 400;

/** Role of a browser session: a person's, or the kiosk's. */
export type SessionRole = Role | 'kiosk';

/** A browser that is signed in. */
export interface Session {
  readonly name: string;
  readonly role: SessionRole;
  readonly csrf: string;
}

/** A session just made: `token` goes into the cookie and is nowhere else. */
export interface NewSession extends Session {
  readonly token: string;
  readonly maxAgeS: number;
}

export interface PeopleDeps {
  readonly db: HubDb;
  readonly secrets: Secrets;
  readonly nowMs: () => number;
  readonly sessionHours: number;
}

export interface People {
  /** A code that makes one person a member with this role. Valid for a week, once. */
  invite(role: Role, by: string): string;
  /** Throws KW_INVITE_INVALID, KW_NAME_TAKEN. */
  acceptInvite(request: { readonly invite: string; readonly name: string; readonly password: string }): Promise<NewSession>;
  /** Throws KW_SIGN_IN_FAILED or KW_LOCKED_OUT; `from` is the caller's address. */
  signIn(request: { readonly name: string; readonly password: string; readonly from: string }): Promise<NewSession>;
  openKioskSession(kiosk: string): NewSession;
  session(token: string): Session | undefined;
  signOut(token: string): void;
  hasPeople(): boolean;
}

/** Who may sign in, and the sessions they hold. */
export function createPeople(deps: PeopleDeps): People {
  const { db, secrets, nowMs } = deps;
  const lockout = createLockout();
  const audit = (actor: string, action: string, detail: string): void => db.audit.add({ at: nowMs(), actor, action, detail });
  // Checked when the name is unknown, so that a wrong name takes as long as a wrong password.
  const decoy = secrets.hashPassword(secrets.random());
  decoy.catch(() => undefined); // reported by the sign-in that awaits it

  const open = (name: string, role: SessionRole, hours: number): NewSession => {
    const token = secrets.random();
    const csrf = secrets.random();
    const at = nowMs();
    db.sessions.prune(at);
    db.sessions.put({ idHash: secrets.digest(token), name, role, csrf, createdAt: at, expiresAt: at + hours * 3_600_000 });
    return { token, name, role, csrf, maxAgeS: hours * 3_600 };
  };

  const signIn: People['signIn'] = async ({ name, password, from }) => {
    const keys = [`name:${name.toLowerCase()}`, `from:${from}`];
    const wait = Math.max(...keys.map((key) => lockout.waitMs(key, nowMs())));
    if (wait > 0) throw new KwError('KW_LOCKED_OUT', { waitS: Math.ceil(wait / 1_000) });
    // Counted before the slow check: a burst of parallel guesses must not all pass the gate above.
    for (const key of keys) lockout.fail(key, nowMs());
    const user = db.users.find(name);
    const right = await secrets.verifyPassword(password, user?.passwordHash ?? (await decoy));
    if (!right || user === undefined || user.disabled) {
      audit(name, 'sign-in refused', from);
      throw new KwError('KW_SIGN_IN_FAILED');
    }
    for (const key of keys) lockout.clear(key);
    audit(user.name, 'sign-in', from);
    return open(user.name, roleSchema.parse(user.role), deps.sessionHours);
  };

  return {
    invite: (role, by) => {
      const code = secrets.random();
      const at = nowMs();
      db.codes.put({ codeHash: secrets.digest(code), kind: 'invite', subject: role, createdAt: at, expiresAt: at + INVITE_DAYS * DAY_MS });
      audit(by, 'invite made', role);
      return code;
    },
    acceptInvite: async ({ invite, name, password }) => {
      const codeHash = secrets.digest(invite);
      if (db.codes.peek(codeHash, 'invite', nowMs()) === undefined) throw new KwError('KW_INVITE_INVALID');
      if (db.users.find(name)) throw new KwError('KW_NAME_TAKEN', { name });
      const passwordHash = await secrets.hashPassword(password);
      const code = db.codes.take(codeHash, 'invite', nowMs());
      if (code === undefined) throw new KwError('KW_INVITE_INVALID');
      const role = roleSchema.parse(code.subject);
      db.users.put({ name, role, passwordHash, language: 'nl', createdAt: nowMs(), disabled: false });
      audit(name, 'invite accepted', role);
      return open(name, role, deps.sessionHours);
    },
    signIn,
    openKioskSession: (kiosk) => open(kiosk, 'kiosk', KIOSK_SESSION_DAYS * 24),
    session: (token) => mapSession(db.sessions.find(secrets.digest(token), nowMs())),
    signOut: (token) => {
      const found = db.sessions.find(secrets.digest(token), nowMs());
      if (found) audit(found.name, 'sign-out', '');
      db.sessions.remove(secrets.digest(token));
    },
    hasPeople: () => db.users.list().length > 0,
  };
}

const mapSession = (row: SessionRow | undefined): Session | undefined =>
  row && { name: row.name, role: row.role === 'kiosk' ? 'kiosk' : roleSchema.parse(row.role), csrf: row.csrf };

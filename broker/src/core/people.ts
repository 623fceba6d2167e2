import { KwError, type Role, roleSchema } from '@kringwijzer/contract';
import type { HubDb, SessionRow, UserRow } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createLockout } from './back-off.ts';

const INVITE_DAYS = 7;
const DAY_MS = 86_400_000;
const KIOSK_SESSION_DAYS = 400;
/** How exact the last use of a session is; each request a write would wear the card. */
const SEEN_EVERY_MS = 60_000;

/** Role of a browser session: a person's, or the kiosk's. */
export type SessionRole = Role | 'kiosk';

/** Whoever was let in: a browser that is signed in, or for one request the holder of a read token. */
export interface Session {
  readonly name: string;
  readonly role: SessionRole | 'reader';
  readonly csrf: string;
  /** How the session of a person began. */
  readonly how?: 'password' | 'pin';
}

/** A session just made: `token` goes into the cookie and is nowhere else. */
export interface NewSession extends Session {
  readonly token: string;
  readonly maxAgeS: number;
}

/** Where an attempt to sign in comes from: an address, and the browser in a few words. */
export interface Visitor {
  readonly from: string;
  readonly device?: string;
}

export interface PeopleDeps {
  readonly db: HubDb;
  readonly secrets: Secrets;
  readonly nowMs: () => number;
  readonly sessionHours: number;
}

interface SessionStart {
  readonly name: string;
  readonly role: SessionRole;
  readonly how: SessionRow['how'];
  readonly hours: number;
  readonly device: string;
}

/** Who may sign in, and the sessions they hold. */
export class People {
  readonly #deps: PeopleDeps;
  readonly #lockout = createLockout();
  /** Checked when the name is unknown, so that a wrong name takes as long as a wrong password. */
  #decoy: Promise<string> | undefined;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** A code that makes one person a member with this role. Valid for a week, once. */
  invite(role: Role, by: string): string {
    const { db, secrets, nowMs } = this.#deps;
    const code = secrets.random();
    const createdAt = nowMs();
    db.codes.put({ codeHash: secrets.digest(code), kind: 'invite', subject: role, createdAt, expiresAt: createdAt + INVITE_DAYS * DAY_MS });
    this.#audit(by, 'invite made', role);
    return code;
  }

  /** Makes a person of an invite. Throws KW_INVITE_INVALID, KW_NAME_TAKEN. */
  async acceptInvite(request: {
    readonly invite: string;
    readonly name: string;
    readonly password: string;
    readonly device?: string;
  }): Promise<NewSession> {
    const { db, secrets, nowMs } = this.#deps;
    const { name, password } = request;
    const codeHash = secrets.digest(request.invite);
    if (db.codes.peek(codeHash, 'invite', nowMs()) === undefined) throw new KwError('KW_INVITE_INVALID');
    if (db.users.find(name)) throw new KwError('KW_NAME_TAKEN', { name });
    const passwordHash = await secrets.hashPassword(password);
    // Asked again: another request may have taken the name or the code while the password was hashed.
    if (db.users.find(name)) throw new KwError('KW_NAME_TAKEN', { name });
    const code = db.codes.take(codeHash, 'invite', nowMs());
    if (code === undefined) throw new KwError('KW_INVITE_INVALID');
    const role = roleSchema.parse(code.subject);
    db.users.put({ name, role, passwordHash, language: '', createdAt: nowMs(), disabled: false });
    this.#audit(name, 'invite accepted', role);
    return this.open({ name, role, how: 'password', hours: this.#deps.sessionHours, device: request.device ?? '' });
  }

  /** Throws KW_SIGN_IN_FAILED or KW_LOCKED_OUT. */
  async signIn({ name, password, ...visitor }: Visitor & { readonly name: string; readonly password: string }): Promise<NewSession> {
    const user = await this.confirm({ name, password, from: visitor.from });
    this.#audit(user.name, 'sign-in', visitor.from);
    const role = roleSchema.parse(user.role);
    return this.open({ name: user.name, role, how: 'password', hours: this.#deps.sessionHours, device: visitor.device ?? '' });
  }

  /** The person of this name and password; a right one makes the person's PIN work again. Throws KW_SIGN_IN_FAILED or KW_LOCKED_OUT. */
  async confirm({ name, password, from }: Visitor & { readonly name: string; readonly password: string }): Promise<UserRow> {
    const { db, secrets, nowMs } = this.#deps;
    const keys = [`name:${name.toLowerCase()}`, `from:${from}`];
    const wait = Math.max(...keys.map((key) => this.#lockout.waitMs(key, nowMs())));
    if (wait > 0) throw new KwError('KW_LOCKED_OUT', { waitS: Math.ceil(wait / 1_000) });
    // Counted before the slow check: a burst of parallel guesses must not all pass the gate above.
    for (const key of keys) this.#lockout.fail(key, nowMs());
    const user = db.users.find(name);
    this.#decoy ??= secrets.hashPassword(secrets.random());
    const right = await secrets.verifyPassword(password, user?.passwordHash ?? (await this.#decoy));
    if (!right || user === undefined || user.disabled) {
      this.#audit(name, 'sign-in refused', from);
      throw new KwError('KW_SIGN_IN_FAILED');
    }
    for (const key of keys) this.#lockout.clear(key);
    const pin = db.pins.find(user.name);
    if (pin !== undefined && pin.failures > 0) db.pins.put({ ...pin, failures: 0 });
    return user;
  }

  openKioskSession(kiosk: string): NewSession {
    return this.open({ name: kiosk, role: 'kiosk', how: 'token', hours: KIOSK_SESSION_DAYS * 24, device: '' });
  }

  /** The session of a cookie's token, or undefined when it is over. */
  session(token: string): Session | undefined {
    const { db, secrets, nowMs } = this.#deps;
    const row = db.sessions.find(secrets.digest(token), nowMs());
    if (row !== undefined && nowMs() - row.seenAt >= SEEN_EVERY_MS) db.sessions.seen(row.idHash, nowMs());
    return mapSession(row);
  }

  signOut(token: string): void {
    const session = this.session(token);
    if (session) this.#audit(session.name, 'sign-out', '');
    this.#deps.db.sessions.remove(this.#deps.secrets.digest(token));
  }

  hasPeople(): boolean {
    return this.#deps.db.users.list().length > 0;
  }

  /** Opens a session without asking anything: the caller knows who it is. */
  open({ name, role, how, hours, device }: SessionStart): NewSession {
    const { db, secrets, nowMs } = this.#deps;
    const token = secrets.random();
    const csrf = secrets.random();
    const createdAt = nowMs();
    db.sessions.prune(createdAt);
    const expiresAt = createdAt + hours * 3_600_000;
    db.sessions.put({ idHash: secrets.digest(token), name, role, csrf, createdAt, expiresAt, how, device, seenAt: createdAt });
    return { token, name, role, csrf, ...(how !== 'token' && { how }), maxAgeS: hours * 3_600 };
  }

  #audit(actor: string, action: string, detail: string): void {
    this.#deps.db.audit.add({ at: this.#deps.nowMs(), actor, action, detail });
  }
}

function mapSession(row: SessionRow | undefined): Session | undefined {
  if (row === undefined) return undefined;
  const { name, role, csrf, how } = row;
  if (role === 'kiosk') return { name, role, csrf };
  return { name, role: roleSchema.parse(role), csrf, ...(how !== 'token' && { how }) };
}

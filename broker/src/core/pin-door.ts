import { KwError, ROLES, roleSchema, type Tablet, type TabletInfo } from '@kringwijzer/contract';
import type { HubDb, TabletRow, UserRow } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createLockout } from './back-off.ts';
import type { NewSession, People } from './people.ts';

export interface PinDoorDeps {
  readonly db: Pick<HubDb, 'users' | 'pins' | 'tablets' | 'audit'>;
  readonly secrets: Secrets;
  readonly people: Pick<People, 'open' | 'confirm'>;
  readonly nowMs: () => number;
}

/** After this many wrong PINs in a row only the password opens the door: at most 5 of 10,000 guesses. */
const MOST_FAILURES = 5;
/** One turn at the sorting table. */
const SESSION_HOURS = 4;
/** What a PIN opens at most: a short secret on a shared table is no key to people and credentials. */
const STRONGEST_ROLE = 'staff';
const ID_LENGTH = 16;

/** Quick sign-in with a PIN, only on a tablet that somebody with a password made a shared one. */
export class PinDoor {
  readonly #deps: PinDoorDeps;
  readonly #lockout = createLockout();
  #decoy: Promise<string> | undefined;

  constructor(deps: PinDoorDeps) {
    this.#deps = deps;
  }

  /** Makes the asking device a shared tablet; the token goes into its cookie and is nowhere else. */
  register(name: string, by: string): string {
    const { db, secrets, nowMs } = this.#deps;
    const token = secrets.random();
    db.tablets.put({ idHash: secrets.digest(token), name, by, at: nowMs() });
    this.#audit(by, 'shared tablet made', name);
    return token;
  }

  /** What the device of this cookie is, and who may sign in on it with a PIN. */
  look(token: string): Tablet {
    const tablet = this.#tablet(token);
    if (tablet === undefined) return { people: [] };
    const { users, pins } = this.#deps.db;
    const on = new Set(users.list().flatMap(({ name, disabled }) => (disabled ? [] : [name])));
    return { tablet: tablet.name, people: pins.list().flatMap(({ name }) => (on.has(name) ? [name] : [])) };
  }

  tablets(): readonly TabletInfo[] {
    return this.#deps.db.tablets.list().map(({ idHash, name, by, at }) => ({ id: idHash.slice(0, ID_LENGTH), name, by, at }));
  }

  /** Makes a tablet an ordinary device again, by its id; false when there is none. */
  forget(id: string, by: string): boolean {
    const { db } = this.#deps;
    const row = db.tablets.list().find(({ idHash }) => idHash.slice(0, ID_LENGTH) === id);
    if (row === undefined) return false;
    db.tablets.remove(row.idHash);
    this.#audit(by, 'shared tablet removed', row.name);
    return true;
  }

  /** Makes the device of this cookie an ordinary one again. */
  forgetThis(token: string, by: string): void {
    const row = this.#tablet(token);
    if (row !== undefined) this.forget(row.idHash.slice(0, ID_LENGTH), by);
  }

  /** Gives a person a PIN. Throws KW_PIN_WEAK, KW_SIGN_IN_FAILED, KW_LOCKED_OUT. */
  async choose(request: { readonly name: string; readonly password: string; readonly pin: string; readonly from: string }): Promise<void> {
    const { db, secrets, people } = this.#deps;
    if (isWeak(request.pin)) throw new KwError('KW_PIN_WEAK');
    const { name } = await people.confirm(request);
    db.pins.put({ name, pinHash: await secrets.hashPassword(request.pin), failures: 0 });
    this.#audit(name, 'PIN chosen', '');
  }

  drop(name: string): void {
    this.#deps.db.pins.remove(name);
    this.#audit(name, 'PIN removed', '');
  }

  /** Throws KW_TABLET_UNKNOWN, KW_LOCKED_OUT, KW_PIN_BLOCKED, KW_SIGN_IN_FAILED. */
  async signIn(request: {
    readonly token: string;
    readonly name: string;
    readonly pin: string;
    readonly device: string;
  }): Promise<NewSession> {
    const tablet = this.#tablet(request.token);
    if (tablet === undefined) throw new KwError('KW_TABLET_UNKNOWN');
    const keys = [`pin:${request.name.toLowerCase()}`, `tablet:${tablet.idHash}`];
    this.#countTry(request.name, keys);
    const user = await this.#personOf(request.name, request.pin);
    if (user === undefined) {
      this.#audit(request.name, 'PIN refused', tablet.name);
      throw new KwError('KW_SIGN_IN_FAILED');
    }
    for (const key of keys) this.#lockout.clear(key);
    this.#audit(user.name, 'sign-in with PIN', tablet.name);
    const device = request.device === '' ? tablet.name : `${tablet.name}, ${request.device}`;
    return this.#deps.people.open({
      name: user.name,
      role: weakest(roleSchema.parse(user.role)),
      how: 'pin',
      hours: SESSION_HOURS,
      device,
    });
  }

  /** Counts a try before the slow check, and on disk: neither a burst nor a restart of the hub gives more guesses. */
  #countTry(name: string, keys: readonly string[]): void {
    const { db, nowMs } = this.#deps;
    const wait = Math.max(...keys.map((key) => this.#lockout.waitMs(key, nowMs())));
    if (wait > 0) throw new KwError('KW_LOCKED_OUT', { waitS: Math.ceil(wait / 1_000) });
    const row = db.pins.find(name);
    if (row !== undefined && row.failures >= MOST_FAILURES) throw new KwError('KW_PIN_BLOCKED');
    for (const key of keys) this.#lockout.fail(key, nowMs());
    if (row !== undefined) db.pins.put({ ...row, failures: row.failures + 1 });
  }

  /** The person of this name and PIN. An unknown name takes as long as a wrong PIN. */
  async #personOf(name: string, pin: string): Promise<UserRow | undefined> {
    const { db, secrets } = this.#deps;
    this.#decoy ??= secrets.hashPassword(secrets.random());
    const row = db.pins.find(name);
    const right = await secrets.verifyPassword(pin, row?.pinHash ?? (await this.#decoy));
    const user = db.users.find(name);
    if (!right || row === undefined || user === undefined || user.disabled) return undefined;
    db.pins.put({ ...row, failures: 0 });
    return user;
  }

  #tablet(token: string): TabletRow | undefined {
    return token === '' ? undefined : this.#deps.db.tablets.find(this.#deps.secrets.digest(token));
  }

  #audit(actor: string, action: string, detail: string): void {
    this.#deps.db.audit.add({ at: this.#deps.nowMs(), actor, action, detail });
  }
}

type PersonRole = (typeof ROLES)[number];
const weakest = (role: PersonRole): PersonRole => (ROLES.indexOf(role) > ROLES.indexOf(STRONGEST_ROLE) ? STRONGEST_ROLE : role);

/** True for digits that are all the same or count up or down: the ones people try first. */
export function isWeak(pin: string): boolean {
  const steps = new Set(Array.from(pin.slice(1), (digit, index) => Number(digit) - Number(pin[index])));
  return steps.size <= 1 && [0, 1, -1].includes([...steps][0] ?? 0);
}

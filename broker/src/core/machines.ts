import { idSchema, KwError } from '@kringwijzer/contract';
import type { CredentialRow, HubDb } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { MachineRole, MqttIdentity } from './acl.ts';

const ENROL_MS = 24 * 3_600_000;
const SEEN_EVERY_MS = 60_000;

/** A machine as administrators see it: never its secret. */
export type MachineInfo = Omit<CredentialRow, 'secretHash' | 'subject'>;

export interface MachinesDeps {
  readonly db: HubDb;
  readonly secrets: Secrets;
  readonly nowMs: () => number;
}

/** Which machines may come in, and how: over MQTT, or as a kiosk or reader over HTTP. */
export class Machines {
  readonly #deps: MachinesDeps;
  readonly #byName: Map<string, CredentialRow>;
  readonly #listeners: ((username: string) => void)[] = [];

  constructor(deps: MachinesDeps) {
    this.#deps = deps;
    this.#byName = new Map(deps.db.credentials.list().map((row) => [row.username, row]));
  }

  /** A code with which one node gets its credential; valid a day, once. Without `node` any new id may use it. */
  enrolCode({ node, by }: { readonly node?: string | undefined; readonly by: string }): {
    readonly code: string;
    readonly expiresAt: number;
  } {
    const { db, secrets, nowMs } = this.#deps;
    const code = secrets.code();
    const expiresAt = nowMs() + ENROL_MS;
    db.codes.put({ codeHash: secrets.digest(code), kind: 'enrol', subject: node, createdAt: nowMs(), expiresAt });
    this.#audit(by, 'enrol code made', node ?? 'any new node');
    return { code, expiresAt };
  }

  /** Turns a code into a credential; an earlier one of the same node stops working. Throws KW_ENROL_CODE_INVALID, KW_NAME_TAKEN. */
  enrol({ code, node }: { readonly code: string; readonly node: string }): { readonly username: string; readonly password: string } {
    const { db, secrets, nowMs } = this.#deps;
    const codeHash = secrets.digest(code.trim().toUpperCase());
    const found = db.codes.peek(codeHash, 'enrol', nowMs());
    if (found === undefined || (found.subject !== undefined && found.subject !== node)) throw new KwError('KW_ENROL_CODE_INVALID');
    const existing = this.#byName.get(node);
    // A code for any node must not let its holder push out a node that is already there.
    const taken = existing !== undefined && (existing.role !== 'node' || (found.subject === undefined && existing.revokedAt === undefined));
    if (taken) throw new KwError('KW_NAME_TAKEN', { name: node });
    if (db.codes.take(codeHash, 'enrol', nowMs()) === undefined) throw new KwError('KW_ENROL_CODE_INVALID');
    const password = this.#put(node, 'node');
    this.#audit(node, 'enrolled', '');
    return { username: node, password };
  }

  /** Makes or replaces a credential that is not a node's. Returns the secret, which is shown once. Throws KW_NAME_TAKEN. */
  issue({ username, role, by }: { readonly username: string; readonly role: Exclude<MachineRole, 'node'>; readonly by: string }): string {
    // The name goes into filters in the place of %u and before the dot of a client id: it must hold neither wildcard nor dot.
    if (!idSchema.safeParse(username).success)
      throw new KwError('KW_REQUEST_INVALID', { reason: 'a name is 1 to 32 characters of a-z, 0-9 and hyphen' });
    const secret = this.#put(username, role);
    this.#audit(by, 'credential made', `${username} as ${role}`);
    return secret;
  }

  /** The identity on MQTT behind a name and secret, or undefined. */
  authenticate(username: string, secret: string): MqttIdentity | undefined {
    const { secrets } = this.#deps;
    const row = this.#live(username);
    // The digest is made also for unknown names: the time taken must not tell which names exist.
    const right = secrets.same(secrets.digest(secret), row?.secretHash ?? secrets.digest(''));
    const identity = right ? identityOf(row) : undefined;
    if (row !== undefined && identity !== undefined) this.#seen(row);
    return identity;
  }

  /** The identity on MQTT of a name whose credential stands, or undefined. */
  identity(username: string): MqttIdentity | undefined {
    return identityOf(this.#live(username));
  }

  /** The kiosk whose token this is, or undefined. */
  kioskOf(token: string): string | undefined {
    return this.#holderOf(token, 'kiosk')?.subject;
  }

  /** The reader whose token this is, or undefined. */
  readerOf(token: string): string | undefined {
    const row = this.#holderOf(token, 'reader');
    if (row !== undefined) this.#seen(row);
    return row?.username;
  }

  /** Takes a credential back at once, with its sessions. False when there is none that stands. */
  revoke(username: string, by: string): boolean {
    const { db, nowMs } = this.#deps;
    const row = this.#live(username);
    if (row === undefined) return false;
    db.credentials.revoke(username, nowMs());
    db.sessions.removeOf(username);
    this.#byName.set(username, { ...row, revokedAt: nowMs() });
    this.#audit(by, 'credential revoked', username);
    this.#tell(username);
    return true;
  }

  list(): readonly MachineInfo[] {
    return [...this.#byName.values()].map(({ username, role, createdAt, revokedAt, lastSeenAt }) => ({
      username,
      role,
      createdAt,
      revokedAt,
      lastSeenAt,
    }));
  }

  /** Calls back after a credential was revoked or replaced. */
  onRevoked(listener: (username: string) => void): void {
    this.#listeners.push(listener);
  }

  #holderOf(token: string, role: MachineRole): CredentialRow | undefined {
    const { secrets } = this.#deps;
    const digest = secrets.digest(token);
    for (const row of this.#byName.values()) {
      if (row.role === role && row.revokedAt === undefined && secrets.same(row.secretHash, digest)) return row;
    }
    return undefined;
  }

  #seen(row: CredentialRow): void {
    const at = this.#deps.nowMs();
    if (at - (row.lastSeenAt ?? 0) <= SEEN_EVERY_MS) return;
    this.#byName.set(row.username, { ...row, lastSeenAt: at });
    try {
      this.#deps.db.credentials.seen(row.username, at);
    } catch {
      // When somebody was seen is a courtesy: a full disk must keep nobody out, for the node that comes in keeps its records.
    }
  }

  #put(username: string, role: MachineRole): string {
    const { db, secrets, nowMs } = this.#deps;
    const before = this.#byName.get(username);
    if (before !== undefined && before.role !== role) throw new KwError('KW_NAME_TAKEN', { name: username });
    const secret = secrets.random();
    const dates = { createdAt: nowMs(), revokedAt: undefined, lastSeenAt: undefined };
    const row: CredentialRow = { username, role, subject: username, secretHash: secrets.digest(secret), ...dates };
    db.credentials.put(row);
    this.#byName.set(username, row);
    if (before) this.#tell(username);
    return secret;
  }

  #live(username: string): CredentialRow | undefined {
    const row = this.#byName.get(username);
    return row?.revokedAt === undefined ? row : undefined;
  }

  #tell(username: string): void {
    for (const listener of this.#listeners) listener(username);
  }

  #audit(actor: string, action: string, detail: string): void {
    this.#deps.db.audit.add({ at: this.#deps.nowMs(), actor, action, detail });
  }
}

function identityOf(row: CredentialRow | undefined): MqttIdentity | undefined {
  if (row === undefined || row.role === 'reader') return undefined;
  return { username: row.username, role: row.role, subject: row.subject };
}

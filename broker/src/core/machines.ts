import { KwError } from '@kringwijzer/contract';
import type { CredentialRow, HubDb } from '../ports/hub-db.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { MqttIdentity, MqttRole } from './acl.ts';

const ENROL_MS = 24 * 3_600_000;
const SEEN_EVERY_MS = 60_000;

/** A machine as administrators see it: never its secret. */
export type MachineInfo = Omit<CredentialRow, 'secretHash'>;

export interface Machines {
  /** A code with which one node gets its credential; valid a day, once. Without `node` any id may use it. */
  enrolCode(options: { readonly node?: string | undefined; readonly by: string }): { readonly code: string; readonly expiresAt: number };
  /** Turns a code into a credential; an earlier one of the same node stops working. Throws KW_ENROL_CODE_INVALID. */
  enrol(request: { readonly code: string; readonly node: string }): { readonly username: string; readonly password: string };
  /** Makes or replaces a credential that is not a node's. Returns the secret, which is shown once. */
  issue(request: { readonly username: string; readonly role: Exclude<MqttRole, 'node'>; readonly by: string }): string;
  /** The identity behind a name and secret, or undefined. */
  authenticate(username: string, secret: string): MqttIdentity | undefined;
  /** The kiosk whose token this is, or undefined. */
  kioskOf(token: string): string | undefined;
  /** The identity of a name whose credential stands, or undefined. */
  identity(username: string): MqttIdentity | undefined;
  revoke(username: string, by: string): boolean;
  list(): readonly MachineInfo[];
  /** Called after a credential was revoked or replaced. */
  onRevoked(listener: (username: string) => void): void;
}

/** Who may connect over MQTT, and how they get in. */
export function createMachines(deps: { readonly db: HubDb; readonly secrets: Secrets; readonly nowMs: () => number }): Machines {
  const { db, secrets, nowMs } = deps;
  const byName = new Map(db.credentials.list().map((row) => [row.username, row]));
  const listeners: ((username: string) => void)[] = [];
  const audit = (actor: string, action: string, detail: string): void => db.audit.add({ at: nowMs(), actor, action, detail });
  const live = (username: string): CredentialRow | undefined => {
    const row = byName.get(username);
    return row?.revokedAt === undefined ? row : undefined;
  };
  const tell = (username: string): void => listeners.forEach((listener) => listener(username));

  const put = (username: string, role: MqttRole): string => {
    const secret = secrets.random();
    const before = byName.get(username);
    if (before !== undefined && before.role !== role) throw new KwError('KW_NAME_TAKEN', { name: username });
    const createdAt = Math.max(nowMs(), (before?.createdAt ?? 0) + 1);
    const secretHash = secrets.digest(secret);
    const row: CredentialRow = { username, role, subject: username, secretHash, createdAt, revokedAt: undefined, lastSeenAt: undefined };
    db.credentials.put(row);
    byName.set(username, row);
    if (before) tell(username);
    return secret;
  };

  return {
    enrolCode: ({ node, by }) => {
      const code = secrets.code();
      const at = nowMs();
      db.codes.put({ codeHash: secrets.digest(code), kind: 'enrol', subject: node, createdAt: at, expiresAt: at + ENROL_MS });
      audit(by, 'enrol code made', node ?? 'any node');
      return { code, expiresAt: at + ENROL_MS };
    },
    enrol: ({ code, node }) => {
      const codeHash = secrets.digest(code.trim().toUpperCase());
      const found = db.codes.peek(codeHash, 'enrol', nowMs());
      if (found === undefined || (found.subject !== undefined && found.subject !== node)) throw new KwError('KW_ENROL_CODE_INVALID');
      const existing = byName.get(node);
      if (existing !== undefined && existing.role !== 'node') throw new KwError('KW_NAME_TAKEN', { name: node });
      if (db.codes.take(codeHash, 'enrol', nowMs()) === undefined) throw new KwError('KW_ENROL_CODE_INVALID');
      const password = put(node, 'node');
      audit(node, 'enrolled', '');
      return { username: node, password };
    },
    issue: ({ username, role, by }) => {
      const secret = put(username, role);
      audit(by, 'credential made', `${username} as ${role}`);
      return secret;
    },
    authenticate: (username, secret) => {
      const row = live(username);
      // The digest is made also for unknown names: the time taken must not tell which names exist.
      const right = secrets.same(secrets.digest(secret), row?.secretHash ?? secrets.digest(''));
      if (row === undefined || !right) return undefined;
      const at = nowMs();
      if (at - (row.lastSeenAt ?? 0) > SEEN_EVERY_MS) {
        byName.set(username, { ...row, lastSeenAt: at });
        db.credentials.seen(username, at);
      }
      return { username, role: row.role, subject: row.subject };
    },
    kioskOf: (token) => {
      const digest = secrets.digest(token);
      for (const row of byName.values()) {
        if (row.role === 'kiosk' && row.revokedAt === undefined && secrets.same(row.secretHash, digest)) return row.subject;
      }
      return undefined;
    },
    identity: (username) => {
      const row = live(username);
      return row && { username, role: row.role, subject: row.subject };
    },
    revoke: (username, by) => {
      const row = live(username);
      if (row === undefined) return false;
      db.credentials.revoke(username, nowMs());
      byName.set(username, { ...row, revokedAt: nowMs() });
      db.sessions.removeOf(username);
      audit(by, 'credential revoked', username);
      tell(username);
      return true;
    },
    list: () => [...byName.values()].map(({ secretHash: _, ...info }) => info),
    onRevoked: (listener) => void listeners.push(listener),
  };
}

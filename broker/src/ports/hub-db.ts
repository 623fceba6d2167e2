import type { MachineRole } from '../core/acl.ts';
import type { StaffLog } from './staff-log.ts';

/** A person who may sign in. `role` is one of the ladder viewer..admin. */
export interface UserRow {
  readonly name: string;
  readonly role: string;
  readonly passwordHash: string;
  readonly language: string;
  readonly createdAt: number;
  readonly disabled: boolean;
}

/** A machine's right to connect. Its secret is kept only as a keyed hash. */
export interface CredentialRow {
  readonly username: string;
  readonly role: MachineRole;
  readonly subject: string;
  readonly secretHash: string;
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
  readonly lastSeenAt: number | undefined;
}

/** A code that works once: an enrolment of a node or an invite of a person. */
export interface CodeRow {
  readonly codeHash: string;
  readonly kind: 'enrol' | 'invite';
  /** Node id of an enrolment (undefined: any), role of an invite. */
  readonly subject: string | undefined;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A browser that is signed in. `role` is a person's role, or `kiosk`. */
export interface SessionRow {
  readonly idHash: string;
  readonly name: string;
  readonly role: string;
  readonly csrf: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** How it began; kiosks open theirs with a token. */
  readonly how: 'password' | 'pin' | 'token';
  /** The browser in a few words, for its owner to recognise. */
  readonly device: string;
  /** Last use, to the minute. */
  readonly seenAt: number;
}

/** The PIN of a person, for shared tablets only. */
export interface PinRow {
  readonly name: string;
  readonly pinHash: string;
  /** Wrong PINs since the last right one or the last sign-in with a password. */
  readonly failures: number;
}

/** A tablet that a person with a password made a shared one; the token is in its cookie. */
export interface TabletRow {
  readonly idHash: string;
  readonly name: string;
  readonly by: string;
  readonly at: number;
}

/** A privileged act, kept for ever. */
export interface AuditRow {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly detail: string;
}

/**
 * What the hub itself remembers, beside the store of records. Calls are short and synchronous; what has
 * returned is on disk.
 */
export interface HubDb {
  readonly users: {
    find(name: string): UserRow | undefined;
    list(): readonly UserRow[];
    put(user: UserRow): void;
  };
  readonly credentials: {
    list(): readonly CredentialRow[];
    put(row: CredentialRow): void;
    revoke(username: string, atMs: number): boolean;
    seen(username: string, atMs: number): void;
  };
  readonly codes: {
    put(row: CodeRow): void;
    /** The code, marked as used in the same step; undefined when unknown, used or past its time. */
    take(codeHash: string, kind: CodeRow['kind'], atMs: number): CodeRow | undefined;
    /** The code without using it up. */
    peek(codeHash: string, kind: CodeRow['kind'], atMs: number): CodeRow | undefined;
    open(kind: CodeRow['kind'], atMs: number): readonly CodeRow[];
  };
  readonly sessions: {
    find(idHash: string, atMs: number): SessionRow | undefined;
    put(row: SessionRow): void;
    /** Of one person, newest first. */
    of(name: string, atMs: number): readonly SessionRow[];
    seen(idHash: string, atMs: number): void;
    remove(idHash: string): void;
    removeOf(name: string): void;
    prune(atMs: number): void;
  };
  readonly pins: {
    find(name: string): PinRow | undefined;
    list(): readonly PinRow[];
    put(row: PinRow): void;
    remove(name: string): void;
  };
  readonly tablets: {
    find(idHash: string): TabletRow | undefined;
    list(): readonly TabletRow[];
    put(row: TabletRow): void;
    remove(idHash: string): void;
  };
  readonly audit: {
    add(row: AuditRow): void;
    latest(limit: number): readonly AuditRow[];
  };
  /** Small facts by key: retained node descriptions, keys, the site id the folder was made for. */
  readonly facts: {
    get(key: string): string | undefined;
    set(key: string, value: string): void;
    entries(prefix: string): readonly { readonly key: string; readonly value: string }[];
  };
  /** What staff write down. */
  readonly staff: StaffLog;
  backup(destination: string): Promise<void>;
  close(): void;
}

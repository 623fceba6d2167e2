import Database from 'better-sqlite3';
import { bytesOf, headOf, packetOf, type StoredPacket } from './stored-packet.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS retained (topic TEXT PRIMARY KEY, head TEXT NOT NULL, payload BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS subscription (clientId TEXT NOT NULL, topic TEXT NOT NULL, options TEXT NOT NULL, PRIMARY KEY (clientId, topic)) STRICT;
CREATE TABLE IF NOT EXISTS outgoing (id INTEGER PRIMARY KEY, clientId TEXT NOT NULL, head TEXT NOT NULL, payload BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS outgoingOfClient ON outgoing (clientId, id);
CREATE TABLE IF NOT EXISTS incoming (clientId TEXT NOT NULL, messageId INTEGER NOT NULL, head TEXT NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (clientId, messageId)) STRICT;
CREATE TABLE IF NOT EXISTS will (clientId TEXT PRIMARY KEY, head TEXT NOT NULL, payload BLOB NOT NULL) STRICT;
`;

interface PacketRow {
  readonly head: string;
  readonly payload: Buffer;
}

/** One change to the file, done with the next commit. */
type Change = () => void;

/** The broker's file: what it kept in memory is written here in groups, and read back at the start. */
export interface SessionDb {
  load(): LoadedSessions;
  /** Resolves when the change and those before it are committed. */
  commit(change: Change): Promise<void>;
  /** Resolves when the change is committed, or when the disk has no room now: then it is tried until it has. */
  commitOrLater(key: string, change: Change): Promise<void>;
  /** Writes with the next group, not waiting for it. */
  later(key: string, change: Change): void;
  readonly put: {
    retained(packet: StoredPacket): void;
    subscription(clientId: string, topic: string, options: unknown): void;
    outgoing(id: number, clientId: string, packet: StoredPacket): void;
    incoming(clientId: string, messageId: number, packet: StoredPacket): void;
    will(clientId: string, packet: StoredPacket): void;
  };
  readonly drop: {
    retained(topic: string): void;
    subscription(clientId: string, topic: string): void;
    subscriptions(clientId: string): void;
    outgoing(id: number): void;
    outgoingOf(clientId: string): void;
    incoming(clientId: string, messageId: number): void;
    incomingOf(clientId: string): void;
    will(clientId: string): void;
  };
  close(): void;
}

export interface LoadedSessions {
  readonly retained: readonly StoredPacket[];
  readonly subscriptions: readonly { readonly clientId: string; readonly topic: string; readonly options: unknown }[];
  readonly outgoing: readonly { readonly id: number; readonly clientId: string; readonly packet: StoredPacket }[];
  readonly incoming: readonly { readonly clientId: string; readonly messageId: number; readonly packet: StoredPacket }[];
  readonly wills: readonly { readonly clientId: string; readonly packet: StoredPacket }[];
}

const LATER_MS = 1_000;

/**
 * Opens the broker's file. Commits survive a crash of the process; a power cut may lose the last second, which is
 * allowed here: records have their own store and their own acknowledgement.
 */
export function openSessionDb(file: string): SessionDb {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(SCHEMA);
  const queue = createCommitQueue(db);
  return {
    load: () => load(db),
    ...queue,
    put: putsOf(db),
    drop: dropsOf(db),
    close: () => {
      queue.flush();
      db.close();
    },
  };
}

/** Groups changes: one transaction for all that come in one turn, one a second for those that can wait. */
function createCommitQueue(db: Database.Database): Pick<SessionDb, 'commit' | 'commitOrLater' | 'later'> & { flush(): void } {
  let waiting: { change: Change; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let postponed = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;
  const runAll = db.transaction((changes: readonly Change[]) => changes.forEach((change) => change()));
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting;
    const late = postponed;
    const changes = [...late.values(), ...group.map((item) => item.change)];
    waiting = [];
    postponed = new Map();
    if (changes.length === 0) return;
    try {
      runAll(changes);
      for (const item of group) item.resolve();
    } catch (error) {
      for (const item of group) item.reject(error);
      // Nobody waits for these: they are tried again until the disk has room.
      if (isDiskTrouble(error)) {
        postponed = new Map([...late, ...postponed]);
        timer ??= setTimeout(flush, LATER_MS);
      }
    }
  };
  const commit = (change: Change): Promise<void> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ change, resolve, reject });
    });
  const later = (key: string, change: Change): void => {
    postponed.set(key, change);
    timer ??= setTimeout(flush, LATER_MS);
  };
  return {
    flush: () => {
      flush();
      clearTimeout(timer);
    },
    commit,
    commitOrLater: async (key, change) => {
      try {
        await commit(change);
      } catch (error) {
        if (!isDiskTrouble(error)) throw error;
        later(key, change);
      }
    },
    later,
  };
}

const isDiskTrouble = (error: unknown): boolean => error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR)/u.test(error.code);

function load(db: Database.Database): LoadedSessions {
  const all = <T>(sql: string): T[] => db.prepare<[], T>(sql).all();
  const packet = (row: PacketRow): StoredPacket => packetOf(row.head, row.payload);
  return {
    retained: all<PacketRow>('SELECT head, payload FROM retained').map(packet),
    subscriptions: all<{ clientId: string; topic: string; options: string }>('SELECT * FROM subscription').map((row) => ({
      ...row,
      options: JSON.parse(row.options) as unknown,
    })),
    outgoing: all<PacketRow & { id: number; clientId: string }>('SELECT * FROM outgoing ORDER BY id').map((row) => ({
      id: row.id,
      clientId: row.clientId,
      packet: packet(row),
    })),
    incoming: all<PacketRow & { clientId: string; messageId: number }>('SELECT * FROM incoming').map((row) => ({
      clientId: row.clientId,
      messageId: row.messageId,
      packet: packet(row),
    })),
    wills: all<PacketRow & { clientId: string }>('SELECT * FROM will').map((row) => ({ clientId: row.clientId, packet: packet(row) })),
  };
}

function putsOf(db: Database.Database): SessionDb['put'] {
  const retained = db.prepare('INSERT OR REPLACE INTO retained VALUES (?, ?, ?)');
  const subscription = db.prepare('INSERT OR REPLACE INTO subscription VALUES (?, ?, ?)');
  const outgoing = db.prepare('INSERT OR REPLACE INTO outgoing VALUES (?, ?, ?, ?)');
  const incoming = db.prepare('INSERT OR REPLACE INTO incoming VALUES (?, ?, ?, ?)');
  const will = db.prepare('INSERT OR REPLACE INTO will VALUES (?, ?, ?)');
  return {
    retained: (packet) => void retained.run(packet.topic, headOf(packet), bytesOf(packet)),
    subscription: (clientId, topic, options) => void subscription.run(clientId, topic, JSON.stringify(options)),
    outgoing: (id, clientId, packet) => void outgoing.run(id, clientId, headOf(packet), bytesOf(packet)),
    incoming: (clientId, messageId, packet) => void incoming.run(clientId, messageId, headOf(packet), bytesOf(packet)),
    will: (clientId, packet) => void will.run(clientId, headOf(packet), bytesOf(packet)),
  };
}

function dropsOf(db: Database.Database): SessionDb['drop'] {
  const retained = db.prepare('DELETE FROM retained WHERE topic = ?');
  const subscription = db.prepare('DELETE FROM subscription WHERE clientId = ? AND topic = ?');
  const subscriptions = db.prepare('DELETE FROM subscription WHERE clientId = ?');
  const outgoing = db.prepare('DELETE FROM outgoing WHERE id = ?');
  const outgoingOf = db.prepare('DELETE FROM outgoing WHERE clientId = ?');
  const incoming = db.prepare('DELETE FROM incoming WHERE clientId = ? AND messageId = ?');
  const incomingOf = db.prepare('DELETE FROM incoming WHERE clientId = ?');
  const will = db.prepare('DELETE FROM will WHERE clientId = ?');
  return {
    retained: (topic) => void retained.run(topic),
    subscription: (clientId, topic) => void subscription.run(clientId, topic),
    subscriptions: (clientId) => void subscriptions.run(clientId),
    outgoing: (id) => void outgoing.run(id),
    outgoingOf: (clientId) => void outgoingOf.run(clientId),
    incoming: (clientId, messageId) => void incoming.run(clientId, messageId),
    incomingOf: (clientId) => void incomingOf.run(clientId),
    will: (clientId) => void will.run(clientId),
  };
}

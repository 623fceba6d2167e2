import type { MqttIdentity } from '../../core/acl.ts';

const SUFFIX = /^[.][A-Za-z0-9_-]{1,32}$/u;

/** The user a client id belongs to: what stands before the first dot. Names of users hold no dot. */
export const ownerOf = (clientId: string): string => clientId.split('.', 1)[0] ?? '';

/**
 * True when this identity may use the client id. Otherwise any user could take over another one's session, and with it
 * the messages kept for it. A node is one process, so it has exactly one id; others may run several clients as
 * `name.suffix`. The empty id is new at each connection and takes over nothing.
 */
export function mayUseClientId(identity: MqttIdentity, clientId: string): boolean {
  if (clientId === identity.username) return true;
  if (identity.role === 'node' || identity.role === 'kiosk') return false;
  if (clientId === '') return true;
  return clientId.startsWith(identity.username) && SUFFIX.test(clientId.slice(identity.username.length));
}

import type { MqttIdentity } from '../core/acl.ts';

/** A message a client asks the broker to publish, after its right to do so was checked. */
export interface IncomingPublish {
  readonly identity: MqttIdentity;
  readonly topic: string;
  readonly payload: Buffer;
  /** The sender asked to keep it for later subscribers. */
  readonly retain: boolean;
}

/**
 * What to do with a message: `forward` it to subscribers (retained only with `retain`), or `drop` it. Both are
 * acknowledged, so that a bad client does not send it again for ever. `afterAck` runs once the acknowledgement is on its way.
 */
export type Verdict =
  | { readonly kind: 'forward'; readonly retain: boolean; readonly afterAck?: () => void }
  | { readonly kind: 'drop'; readonly afterAck?: () => void };

/** Judges a message. A rejection closes the sender's connection without an acknowledgement: it keeps the message. */
export type OnPublish = (message: IncomingPublish) => Promise<Verdict>;

/** A client that is connected now. */
export interface ConnectedClient {
  readonly clientId: string;
  readonly username: string;
  readonly role: string;
  readonly connectedAt: number;
}

/** The MQTT broker as the hub uses it. */
export interface MqttHub {
  publish(topic: string, payload: string, options?: { readonly retain?: boolean; readonly qos?: 0 | 1 }): void;
  clients(): readonly ConnectedClient[];
  /** Cuts off every connection of a user. */
  kick(username: string): void;
}

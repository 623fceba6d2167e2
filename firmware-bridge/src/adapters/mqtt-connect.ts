import { createRequire } from 'node:module';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import type { MqttConnect } from './mqtt-link.ts';

type StreamBuilder = (client: MqttClient) => MqttClient['stream'];

const require = createRequire(import.meta.url);

/**
 * The client alone: the package's front door also loads WebSocket and SOCKS, 4 MB that a node on MQTT over TCP or TLS
 * never uses. Resolved at run time, because its types do not describe this door.
 */
const clientClass = (): (new (build: StreamBuilder, options: IClientOptions) => MqttClient) =>
  (require('mqtt/lib/client') as { default: new (build: StreamBuilder, options: IClientOptions) => MqttClient }).default;

const wholePackage = (): { connect: MqttConnect } => require('mqtt') as { connect: MqttConnect };

/** Connects to mqtt://, mqtts://, ws:// and wss:// addresses. */
export const connectMqtt: MqttConnect = (url, options) => {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'mqtt:' && protocol !== 'mqtts:') return wholePackage().connect(url, options);
  const Client = clientClass();
  const isTls = protocol === 'mqtts:';
  const at = { host: hostname.replace(/^\[|\]$/gu, ''), port: Number(port || (isTls ? 8_883 : 1_883)) };
  return new Client(() => (isTls ? tlsStream(at, options) : connectTcp(at)), options);
};

/** A line that is only ever used with a certificate of the given authority; a name is checked when the address is one. */
function tlsStream(at: { readonly host: string; readonly port: number }, { ca }: IClientOptions): MqttClient['stream'] {
  const isName = !/^[\d.]+$|:/u.test(at.host);
  return connectTls({
    ...at,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    ...(isName ? { servername: at.host } : {}),
  });
}

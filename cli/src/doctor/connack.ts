import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const PATIENCE_MS = 3_000;
const CONNACK = 0x20;

const field = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** A name and secret, and the authority that is trusted when the line is TLS. */
export interface Login {
  readonly username: string;
  readonly password: string;
  readonly caPem?: string | undefined;
}

/**
 * The return code a broker gives to a name and secret under the client id `<name>.doctor` (MQTT 3.1.1, section 3.2.2.3), and
 * hangs up; undefined when there is no answer to understand within three seconds.
 */
export function connackOf(url: string, login: Login): Promise<number | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const isTls = protocol === 'mqtts:';
  const at = { host: hostname.replace(/^\[|\]$/gu, ''), port: Number(port) || (isTls ? 8_883 : 1_883) };
  const flags = Buffer.from([4, 0xc2, 0, 30]); // 3.1.1, name and password, a new session
  const body = Buffer.concat([field('MQTT'), flags, field(`${login.username}.doctor`), field(login.username), field(login.password)]);
  return new Promise((resolve) => {
    const socket: Socket = isTls ? connectTls({ ...at, ...(login.caPem !== undefined && { ca: login.caPem }) }) : connectTcp(at);
    const end = (code: number | undefined): void => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(PATIENCE_MS, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('close', () => resolve(undefined));
    socket.on('data', (bytes: Buffer) => end(bytes[0] === CONNACK ? bytes[3] : undefined));
    socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body]));
  });
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it came in at the local server. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Name that signed in; empty when nobody did. */
  readonly user: string;
  /** True when the line was encrypted. */
  readonly secure: boolean;
  readonly subject: string;
  readonly messageId: string;
  /** Every text part, decoded, one after the other. */
  readonly text: string;
  /** The whole message as it was sent. */
  readonly raw: string;
}

/** A real SMTP server on 127.0.0.1. */
export interface LocalSmtp {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** What to answer to the next mails instead of taking them; undefined takes them. */
  refuse: { readonly code: number; readonly text: string } | undefined;
  stop(): Promise<void>;
}

interface LocalSmtpOptions {
  readonly port?: number;
  /** The one user and password that may send; without it nobody has to sign in. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Starts it on a free port, or on the one given: an outage is a stop and a start on the same port. */
export async function startLocalSmtp({ port = 0, login, tls }: LocalSmtpOptions = {}): Promise<LocalSmtp> {
  const mails: ReceivedMail[] = [];
  const smtp: { refuse: LocalSmtp['refuse'] } = { refuse: undefined };
  const options: SMTPServerOptions = {
    ...tls,
    authOptional: login === undefined,
    disabledCommands: tls === undefined ? ['STARTTLS'] : [],
    allowInsecureAuth: tls === undefined,
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error('wrong name or password'));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (smtp.refuse !== undefined) {
          done(Object.assign(new Error(smtp.refuse.text), { responseCode: smtp.refuse.code }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user === undefined ? '' : String(session.user),
          secure: session.secure,
          ...readMail(Buffer.concat(chunks).toString('utf8')),
        });
        done();
      });
    },
  };
  const server = new SMTPServer(options);
  server.on('error', () => undefined); // a client that breaks off is a case under test
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const at = (listening.address() as AddressInfo).port;
  const stop = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return Object.assign(smtp, { port: at, mails, stop });
}

/** Subject, id and text of a message (RFC 5322 with MIME, as far as our own mails go). */
function readMail(raw: string): Pick<ReceivedMail, 'subject' | 'messageId' | 'text' | 'raw'> {
  const { headers } = partOf(raw);
  return { subject: wordsOf(headers.get('subject') ?? ''), messageId: headers.get('message-id') ?? '', text: textOf(raw), raw };
}

function partOf(raw: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replaceAll(/\r\n[ \t]+/gu, ' ');
  const headers = new Map(head.split('\r\n').map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.replace(/^[^:]*:\s*/u, '')]));
  return { headers, body: raw.slice(end + 4) };
}

function textOf(raw: string): string {
  const { headers, body } = partOf(raw);
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/u.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    return parts.map((part) => textOf(part.replace(/^\r\n/u, ''))).join('\n');
  }
  if (!type.startsWith('text/')) return '';
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quoted(body) : body;
}

/** Quoted-printable (RFC 2045, 6.7). */
function quoted(text: string): string {
  const joined = text.replaceAll('=\r\n', '');
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encoded words of a header (RFC 2047). */
function wordsOf(header: string): string {
  const joined = header.replaceAll(/\?=\s+=\?/gu, '?==?');
  return joined.replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/giu, (_, kind: string, text: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text.replaceAll('_', ' ')),
  );
}

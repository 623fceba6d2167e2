import { readFileSync } from 'node:fs';
import { type ErrorCode, KwError } from '@kringwijzer/contract';
import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from '../../mail-config.ts';
import type { Mail, Mailer } from '../../ports/mailer.ts';

/** A mailer over SMTP. Each mail opens its own connection, so a changed password file counts at once and nothing waits half open. */
export function createNodemailer(config: MailConfig): Mailer {
  const { host, port, security, from, fromName, timeoutS, user } = config;
  const timeoutMs = timeoutS * 1_000;
  const domain = from.slice(from.indexOf('@') + 1);
  const open = (): Transporter => {
    const pass = config.passwordFile === undefined ? undefined : readPassword(config.passwordFile);
    return createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(config.caFile !== undefined && { tls: { ca: readCa(config.caFile) } }),
      ...(user !== undefined && pass !== undefined && { auth: { user, pass } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      // A mail is text and files the hub made: no address or file name in it may make the hub read a file or fetch a page.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  return {
    send: async (mail) => {
      const transport = open();
      try {
        const { accepted = [], rejected = [] } = await transport.sendMail({
          from: { name: fromName, address: from },
          ...contentOf(mail),
          ...(mail.id !== undefined && { messageId: `<${mail.id}@${domain}>` }),
        });
        return { accepted: accepted.map(addressOf), rejected: rejected.map(addressOf) };
      } catch (error) {
        throw mailErrorOf(error, `${host}:${port}`);
      } finally {
        transport.close();
      }
    },
  };
}

const addressOf = (address: string | { readonly address: string }): string => (typeof address === 'string' ? address : address.address);

function contentOf({ to, subject, text, html, attachments = [] }: Mail): object {
  return {
    // As objects: a comma or a name in an address never makes a second reader.
    to: to.map((address) => ({ name: '', address })),
    subject,
    text,
    ...(html !== undefined && { html }),
    attachments: attachments.map(({ filename, content, contentType }) => ({
      filename,
      contentType,
      content: typeof content === 'string' ? content : Buffer.from(content),
    })),
    // Readers' own out-of-office answers would come back to an address nobody reads.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function readPassword(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    throw new KwError('KW_MAIL_PASSWORD_FILE', { file, reason: reasonOf(error) }, { cause: error });
  }
  if (text === '') throw new KwError('KW_MAIL_PASSWORD_FILE', { file, reason: 'it is empty' });
  return text;
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new KwError('KW_TLS_FILES', { file, reason: reasonOf(error) }, { cause: error });
  }
}

interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly message?: string;
}

/** Our error for one of SMTP. The server's words are kept, never what was sent. */
function mailErrorOf(error: unknown, server: string): KwError {
  if (error instanceof KwError) return error;
  const failure = error as SmtpFailure;
  const reason = (failure.message ?? String(error)).replaceAll(/\s+/gu, ' ').slice(0, 200);
  return new KwError(codeOf(failure, reason), { server, reason }, { cause: error });
}

/** 4yz may work later, 5yz will not (RFC 5321, 4.2.1). */
function codeOf({ code = '', responseCode = 0 }: SmtpFailure, reason: string): ErrorCode {
  const isBusy = responseCode >= 400 && responseCode < 500;
  if (isBusy) return 'KW_MAIL_UNREACHABLE';
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'KW_MAIL_SIGN_IN';
  if (isTlsFailure(code, reason)) return 'KW_MAIL_TLS';
  return responseCode >= 500 || code === 'EENVELOPE' || code === 'EMESSAGE' ? 'KW_MAIL_REFUSED' : 'KW_MAIL_UNREACHABLE';
}

const isTlsFailure = (code: string, reason: string): boolean =>
  code === 'ETLS' || (code === 'ESOCKET' && /certificate|self.signed|SSL|TLS|altnames/iu.test(reason));

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

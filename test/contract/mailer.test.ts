import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodemailer, type MailConfig, mailConfigSchema } from '@kringwijzer/broker';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSmtp, startLocalSmtp } from '../support/local-smtp.ts';

const folder = mkdtempSync(join(tmpdir(), 'kw-mail-'));
const passwordFile = join(folder, 'password');
const caFile = join(folder, 'cert.pem');
let tls: { key: string; cert: string };
const servers: LocalSmtp[] = [];

beforeAll(() => {
  writeFileSync(passwordFile, 'geheim woord\n');
  const key = join(folder, 'key.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, '-keyout', key, '-out', caFile, ...subject], { stdio: 'ignore' });
  tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(caFile, 'utf8') };
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const login = { user: 'kring', password: 'geheim woord' };
async function start(options: Parameters<typeof startLocalSmtp>[0] = {}): Promise<LocalSmtp> {
  const server = await startLocalSmtp(options);
  servers.push(server);
  return server;
}
const configFor = (port: number, more: Partial<MailConfig> = {}): MailConfig =>
  mailConfigSchema.parse({ host: '127.0.0.1', port, security: 'none', from: 'hub@kringloop.example', timeoutS: 5, ...more });
const mail = { to: ['ans@kringloop.example'], subject: 'Textiel is bijna vol: 82 %', text: 'Plan een leging. Coördinator: één dag.' };

describe('the mailer', () => {
  it('delivers subject, text and files to a real mail server', async () => {
    const server = await start();
    const attachments = [{ filename: 'rapport.csv', content: 'dag;kg\n1;12', contentType: 'text/csv' }];
    const receipt = await createNodemailer(configFor(server.port)).send({ ...mail, attachments, id: 'alarm-1' });
    expect(receipt).toEqual({ accepted: mail.to, rejected: [] });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({
      from: 'hub@kringloop.example',
      to: mail.to,
      subject: mail.subject,
      messageId: '<alarm-1@kringloop.example>',
    });
    expect(server.mails[0]?.text).toContain(mail.text);
    expect(server.mails[0]?.raw).toContain('rapport.csv');
  });

  it('signs in over STARTTLS with the password of the file', async () => {
    const server = await start({ login, tls });
    const config = configFor(server.port, { host: 'localhost', security: 'starttls', caFile, user: login.user, passwordFile });
    await createNodemailer(config).send(mail);
    expect(server.mails[0]).toMatchObject({ user: 'kring', secure: true });
  });

  it('takes an address with a comma for one reader', async () => {
    const server = await start();
    await createNodemailer(configFor(server.port))
      .send({ ...mail, to: ['ans@kringloop.example, eve@elders.example'] })
      .catch(() => undefined);
    expect(server.mails.flatMap(({ to }) => to)).not.toContain('eve@elders.example');
  });

  const codeOf = async (config: MailConfig): Promise<unknown> => {
    const failure: unknown = await createNodemailer(config)
      .send(mail)
      .catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(login.password);
    return (failure as { code?: string }).code;
  };

  it('says that nobody answers, and that it is worth another try', async () => {
    const server = await startLocalSmtp();
    await server.stop();
    expect(await codeOf(configFor(server.port))).toBe('KW_MAIL_UNREACHABLE');
  });

  it('tells a server that is busy from one that refuses', async () => {
    const server = await start();
    server.refuse = { code: 451, text: 'try again later' };
    expect(await codeOf(configFor(server.port))).toBe('KW_MAIL_UNREACHABLE');
    server.refuse = { code: 550, text: 'no such reader' };
    expect(await codeOf(configFor(server.port))).toBe('KW_MAIL_REFUSED');
    server.refuse = undefined;
    await createNodemailer(configFor(server.port)).send(mail);
    expect(server.mails).toHaveLength(1);
  });

  it('names a wrong password, a file that is not there and a certificate of a stranger', async () => {
    const server = await start({ login, tls });
    const safe = configFor(server.port, { host: 'localhost', security: 'starttls', caFile, user: login.user, passwordFile });
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'mis');
    expect(await codeOf({ ...safe, passwordFile: wrong })).toBe('KW_MAIL_SIGN_IN');
    expect(await codeOf({ ...safe, passwordFile: join(folder, 'nowhere') })).toBe('KW_MAIL_PASSWORD_FILE');
    expect(await codeOf({ ...safe, caFile: undefined })).toBe('KW_MAIL_TLS');
    expect(server.mails).toEqual([]);
  });

  it('refuses a configuration that would send a password in the clear', () => {
    const outside = { host: 'smtp.example.nl', security: 'none', from: 'hub@kringloop.example' };
    expect(mailConfigSchema.safeParse(outside).success).toBe(false);
    expect(mailConfigSchema.safeParse({ ...outside, security: 'tls' }).success).toBe(true);
    expect(mailConfigSchema.safeParse({ ...outside, security: 'tls', user: 'x' }).success).toBe(false);
  });
});

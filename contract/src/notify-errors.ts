import { type ErrorInfo, errorOf as e } from './error-info.ts';

/** Errors of mail and notifications, part of the one table. */
export const NOTIFY_ERRORS = {
  KW_MAIL_UNREACHABLE: e(
    503,
    true,
    'The mail server {server} does not answer as it should: {reason}.',
    'Check mail.host, mail.port and the network; the hub tries again by itself.',
  ),
  KW_MAIL_SIGN_IN: e(
    502,
    false,
    'The mail server {server} does not accept our user or password: {reason}.',
    'Check mail.user and the file in mail.passwordFile.',
  ),
  KW_MAIL_TLS: e(
    502,
    false,
    'The mail server {server} cannot be trusted: {reason}.',
    'Check mail.security and mail.host; give mail.caFile for a server with an authority of its own.',
  ),
  KW_MAIL_REFUSED: e(502, false, 'The mail server {server} refused the mail: {reason}.', 'Check the address of the reader and mail.from.'),
  KW_MAIL_PASSWORD_FILE: e(
    500,
    false,
    'The password file {file} of the mail server cannot be used: {reason}.',
    'Put the password alone into the file and let the hub read it.',
  ),
  KW_MAIL_NOT_SET: e(409, false, 'The hub has no mail server.', 'Ask the administrator to set mail in the configuration of the hub.'),
  KW_ALARM_UNKNOWN: e(404, false, 'There is no alarm {id} now.', 'It is over; reload the page.'),
  KW_ALARM_CHANNEL_OFF: e(409, false, 'The channel {channel} is not set up for you.', 'Switch it on and fill it in, save, and try again.'),
  KW_PUSH_UNREACHABLE: e(503, true, 'The push service {host} does not answer as it should: {reason}.', 'The hub tries again by itself.'),
  KW_PUSH_GONE: e(410, false, 'This browser no longer takes push messages.', 'Switch push on again in that browser.'),
  KW_NTFY_UNREACHABLE: e(
    503,
    true,
    'The ntfy server {host} does not answer as it should: {reason}.',
    'Check notify.ntfyServer and the network; the hub tries again by itself.',
  ),
  KW_NTFY_REFUSED: e(502, false, 'The ntfy server {host} refused the message: {reason}.', 'Check the topic and notify.ntfyTokenFile.'),
  KW_WEBHOOK_UNREACHABLE: e(
    503,
    true,
    'The webhook at {host} does not answer as it should: {reason}.',
    'Check the address and the program behind it; the hub tries again by itself.',
  ),
  KW_WEBHOOK_REFUSED: e(502, false, 'The webhook at {host} refused the message: {reason}.', 'Check its secret and what it accepts.'),
  KW_WEBHOOK_INSECURE: e(
    400,
    false,
    'The webhook {host} is not secure.',
    'Use https, or an address of this machine; notify.allowHttp allows others.',
  ),
} as const satisfies Readonly<Record<string, ErrorInfo>>;

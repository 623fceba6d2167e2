import pino, { type Logger } from 'pino';

/** JSON lines on stderr, so that stdout stays for data; secrets are stars. */
export const logTo = (level: string): Logger =>
  pino(
    { level, base: null, redact: { paths: ['password', '*.password', 'token', '*.token', 'secret', '*.secret'], censor: '***' } },
    pino.destination({ fd: 2, sync: false }),
  );

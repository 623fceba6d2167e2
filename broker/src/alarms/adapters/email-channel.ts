import type { Mailer } from '../../ports/mailer.ts';
import type { Channel } from '../ports/channel.ts';

/**
 * Mails a notice; `to` is the address. A mail sent again has the same Message-ID, so that mail programs show it once: a
 * hub that stops does not wait for a mail server that is slow.
 */
export function createEmailChannel(mailer: Mailer): Channel {
  return {
    send: ({ id, to, notice }, signal) => untilAborted(mailer.send({ to: [to], subject: notice.title, text: notice.text, id }), signal),
  };
}

async function untilAborted(sent: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('stopped while a mail was on its way', { cause: signal.reason }));
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([sent, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

import type { Mailer } from '../../ports/mailer.ts';
import type { Channel } from '../ports/channel.ts';

/** Mails a notice; `to` is the address. A mail sent again has the same Message-ID, so that mail programs show it once. */
export function createEmailChannel(mailer: Mailer): Channel {
  return {
    send: async ({ id, to, notice }) => {
      await mailer.send({ to: [to], subject: notice.title, text: notice.text, id });
    },
  };
}

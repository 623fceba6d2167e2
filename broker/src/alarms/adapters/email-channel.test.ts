import { describe, expect, it } from 'vitest';
import type { Mail } from '../../ports/mailer.ts';
import type { ChannelMessage } from '../ports/channel.ts';
import { createEmailChannel } from './email-channel.ts';

const message: ChannelMessage = {
  id: 'kw-zuid-n1',
  to: 'ans@kring.example',
  notice: { title: 'Textiel is vol', text: 'Laat hem legen.', level: 'bad', items: [] },
  url: undefined,
  atMs: 0,
};

describe('the e-mail channel', () => {
  it('mails a notice under its own id', async () => {
    const mails: Mail[] = [];
    const channel = createEmailChannel({
      send: async (mail) => {
        mails.push(mail);
        return { accepted: mail.to, rejected: [] };
      },
    });
    await channel.send(message, new AbortController().signal);
    expect(mails).toEqual([{ to: ['ans@kring.example'], subject: 'Textiel is vol', text: 'Laat hem legen.', id: 'kw-zuid-n1' }]);
  });

  it('does not hold up a hub that stops', async () => {
    const channel = createEmailChannel({ send: () => new Promise(() => undefined) });
    const stop = new AbortController();
    const sent = channel.send(message, stop.signal);
    stop.abort();
    await expect(sent).rejects.toThrow('stopped while a mail was on its way');
  });
});

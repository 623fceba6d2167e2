import { describe, expect, it, vi } from 'vitest';
import { PAGE_CHANNELS } from '../preload/channels.ts';
import { openPageChannels } from './page-channels.ts';

const PAGE = 'http://127.0.0.1:8090/kiosk/';
type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>;

function open() {
  const handlers = new Map<string, Handler>();
  const retry = vi.fn<() => Promise<undefined>>(async () => undefined);
  const handle = (channel: string, handler: Handler) => void handlers.set(channel, handler);
  openPageChannels({ handle } as never, PAGE, { shellInfo: () => ({ shell: 'electron', version: '1' }), retry });
  return { call: (channel: string, frame: unknown, ...args: unknown[]) => handlers.get(channel)?.({ senderFrame: frame }, ...args), retry };
}

describe('openPageChannels', () => {
  it('answers the page itself', async () => {
    const { call } = open();
    await expect(call(PAGE_CHANNELS.shellInfo, { url: PAGE, parent: null })).resolves.toEqual({ shell: 'electron', version: '1' });
  });

  it.each([{ url: 'https://evil.example/', parent: null }, { url: PAGE, parent: {} }, null])('refuses the sender %o', async (frame) => {
    const { call, retry } = open();
    await expect(call(PAGE_CHANNELS.retry, frame)).rejects.toThrow('unknown sender');
    expect(retry).not.toHaveBeenCalled();
  });

  it('refuses arguments it does not know', async () => {
    const { call, retry } = open();
    await expect(call(PAGE_CHANNELS.retry, { url: PAGE, parent: null }, { path: '/etc/passwd' })).rejects.toThrow('no arguments');
    expect(retry).not.toHaveBeenCalled();
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type CdpMessage, openCdpPipe } from './cdp-pipe.ts';

function pipe() {
  const out = new PassThrough();
  const into = new PassThrough();
  const events: CdpMessage[] = [];
  return { out, into, events, cdp: openCdpPipe(out, into, (event) => void events.push(event)) };
}

describe('openCdpPipe', () => {
  it('gives each answer to its own call, whatever the order and the cuts', async () => {
    const { cdp, into } = pipe();
    const first = cdp.send('A');
    const second = cdp.send('B');
    const bytes = '{"id":2,"result":{"v":"b"}}\0{"method":"Event","params":{}}\0{"id":1,"result":{"v":"ä"}}\0';
    for (const byte of Buffer.from(bytes)) into.write(Buffer.of(byte));
    await expect(first).resolves.toEqual({ v: 'ä' });
    await expect(second).resolves.toEqual({ v: 'b' });
  });

  it('hands events to the listener', async () => {
    const { cdp, into, events } = pipe();
    const call = cdp.send('A');
    into.write('{"method":"Inspector.targetCrashed","sessionId":"s"}\0{"id":1,"result":{}}\0');
    await call;
    expect(events).toEqual([{ method: 'Inspector.targetCrashed', sessionId: 's' }]);
  });

  it('rejects open calls when the browser goes', async () => {
    const { cdp, into } = pipe();
    const call = cdp.send('A');
    into.destroy();
    await expect(call).rejects.toThrow('closed its pipe');
  });

  it('rejects with the message of an error answer', async () => {
    const { cdp, into } = pipe();
    const call = cdp.send('A');
    into.write('{"id":1,"error":{"code":-32000,"message":"no such target"}}\0');
    await expect(call).rejects.toThrow('no such target');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { createPty, hasSocat, type Pty } from '../../testing/pty.ts';
import { closeSerial } from './close-serial.ts';
import { openSerialPort } from './safe-serialport.ts';

const ROUNDS = 1_000;
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((done) => setImmediate(done));
};

/** Writes without a pause until the test ends, so that reads find now something and now nothing. */
function chatter(pty: Pty): void {
  const end = new AbortController();
  const talking = (async () => {
    while (!end.signal.aborted) {
      pty.write('S,1,200,1,23,3,44\n');
      await turns(1);
    }
  })();
  stops.push(() => {
    end.abort();
    return talking;
  });
}

describe('a serial port under traffic', () => {
  // Without the care of closeAfterCalls the process died of a segmentation fault within a few hundred rounds.
  it.skipIf(!hasSocat)(`is opened and closed ${ROUNDS} times at any moment, and reads each time`, async () => {
    const pty = createPty();
    stops.push(() => pty.stop());
    await pty.plug();
    chatter(pty);
    let readIn = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const port = await openSerialPort(pty.path, { baud: 115_200, format: '8N1' });
      let bytes = 0;
      port.on('data', (data: Buffer) => {
        bytes += data.length;
      });
      await turns(round % 7);
      await closeSerial(port);
      if (bytes > 0) readIn += 1;
    }
    expect(readIn).toBeGreaterThan(0);
  });
});

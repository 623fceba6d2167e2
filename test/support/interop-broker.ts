// Runs the hub's broker for the Eclipse Paho interoperability suite; docs/hub.md tells how. Prints one JSON line and runs until stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInteropBroker } from '@kringwijzer/broker';
import { pino } from 'pino';

const folder = mkdtempSync(join(tmpdir(), 'kw-interop-'));
const log = pino({ level: process.env['KW_LOG_LEVEL'] ?? 'warn' }, pino.destination(2));
const broker = await startInteropBroker({ folder, users: ['myclientid', 'myclientid2', 'cleaner'], log });
process.stdout.write(`${JSON.stringify({ port: broker.port, passwords: broker.passwords })}\n`);
process.once('SIGTERM', () => {
  void broker.stop().then(() => rmSync(folder, { recursive: true, force: true }));
});

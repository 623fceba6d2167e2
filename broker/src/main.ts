#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { isKwError } from '@kringwijzer/contract';
import { pino } from 'pino';
import { startHub } from './app.ts';
import { hubConfigJsonSchema, loadHubConfig, maskedConfig } from './load-config.ts';

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    data: { type: 'string' },
    'print-schema': { type: 'boolean', default: false },
    'print-config': { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

/** Starts the hub by itself, as a service does; `kringwijzer hub` is the same with a friendlier face. */
async function main(): Promise<void> {
  const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  if (values['print-schema']) return print(hubConfigJsonSchema());
  const config = loadHubConfig({
    file: values.config,
    env: process.env,
    ...(values.data !== undefined && { overrides: { data: values.data } }),
  });
  if (values['print-config']) return print(maskedConfig(config));
  if (values.check) return undefined;
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const hub = await startHub(config, { log });
  // The invite is for whoever stands at this machine, so it goes to the terminal and not into the log.
  if (hub.adminInvite) process.stdout.write(`First administrator: ${hub.httpUrl}${hub.adminInvite.path}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void hub.stop());
  // Levels up and down without a restart, so that a fault can be watched while it is there.
  process.on('SIGUSR2', () => {
    log.level = log.level === 'debug' ? config.logLevel : 'debug';
    log.info({ level: log.level }, 'log level changed');
  });
  return undefined;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = isKwError(error, 'KW_CONFIG_INVALID') || isKwError(error, 'KW_CONFIG_UNREADABLE') ? 2 : 1;
}

import { parseArgs } from 'node:util';
import { hubConfigJsonSchema, loadHubConfig, maskedConfig, startHub } from '@kringwijzer/broker';
import { sdNotify } from '@kringwijzer/firmware-bridge/sd-notify';
import { stringify } from 'yaml';
import { readOptions } from '../options.ts';
import { logTo } from '../start/log.ts';
import { pageFolders } from '../start/page-folders.ts';
import { signOfLife } from '../start/sign-of-life.ts';
import { untilAborted, type Verb, type VerbIo } from '../verb.ts';
import { VERSION } from '../version.ts';

const HELP = `[options]

Runs the hub of a site: broker, store, HTTP API and pages. Prints one JSON line with its addresses when it is ready.

  --config FILE     YAML file; every key is in docs/config-hub.md
  --data DIR        data folder, over the one of the file
  --port N          HTTP port, over the one of the file
  --mqtt-port N     MQTT port on loopback, over the one of the file
  --print-schema    JSON Schema of the file
  --print-config    the effective configuration, secrets masked
  --check           only check the configuration`;

function optionsOf(args: readonly string[]) {
  return readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        'mqtt-port': { type: 'string' },
        'print-schema': { type: 'boolean' },
        'print-config': { type: 'boolean' },
        check: { type: 'boolean' },
      },
    }),
  ).values;
}

const portOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const options = optionsOf(args);
  if (options['print-schema'] === true) return print(io, JSON.stringify(hubConfigJsonSchema(), undefined, 2));
  const config = loadHubConfig({
    file: options.config,
    env: process.env,
    overrides: { data: options.data, http: { port: portOf(options.port) }, mqtt: { port: portOf(options['mqtt-port']) } },
  });
  if (options['print-config'] === true) return print(io, stringify(maskedConfig(config)));
  if (options.check === true) return print(io, 'The configuration is valid.');
  const log = logTo(config.logLevel);
  const hub = await startHub(config, { log, staticDirs: pageFolders(), version: VERSION });
  const { httpUrl, mqttUrl, adminInvite } = hub;
  io.out(JSON.stringify({ httpUrl, mqttUrl, ...(adminInvite && { adminInvite: `${httpUrl}${adminInvite.path}` }) }));
  const stopping = signOfLife(sdNotify(process.env, log), httpUrl);
  await untilAborted(io.signal);
  stopping();
  await hub.stop();
  return 0;
}

function print(io: VerbIo, text: string): number {
  io.out(text);
  return 0;
}

/** `kringwijzer hub`: the hub alone. */
export const hubVerb: Verb = { help: HELP, run };

import { parseArgs } from 'node:util';
import { KwError } from '@kringwijzer/contract';
import {
  effectiveConfig,
  type LoadedConfig,
  leanSchemas,
  loadNodeConfig,
  nodeConfigJsonSchema,
  startNode,
} from '@kringwijzer/firmware-bridge';
import { numberOption, readOptions } from '../options.ts';
import { startSimulatedNode } from '../simulation/start-simulated-node.ts';
import { logTo } from '../start/log.ts';
import { hubSettingsOf, keptCredential } from '../start/node-credential.ts';
import { untilAborted, type Verb, type VerbIo } from '../verb.ts';

const HELP = `[options]

Runs a node: reads its sensors, keeps what they say on disk and brings it to the hub. Prints one JSON line when it is ready.

  --config FILE     YAML file; every key is in docs/config-node.md
  --simulate        simulated hardware in place of the devices of the file
  --speed N         simulated time runs N times as fast (1..1000); implies times in the past, see --from
  --from TIME       simulated time at the start, RFC 3339 (now)
  --seed N          another day at the yard (1)
  --print-schema    JSON Schema of the file
  --print-config    the effective configuration, with where each value comes from, secrets masked
  --check           only check the configuration`;

function optionsOf(args: readonly string[]) {
  return readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        simulate: { type: 'boolean' },
        speed: { type: 'string' },
        from: { type: 'string' },
        seed: { type: 'string' },
        'print-schema': { type: 'boolean' },
        'print-config': { type: 'boolean' },
        check: { type: 'boolean' },
      },
    }),
  ).values;
}
type Options = ReturnType<typeof optionsOf>;

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const options = optionsOf(args);
  leanSchemas();
  if (options['print-schema'] === true) return print(io, JSON.stringify(nodeConfigJsonSchema(), undefined, 2));
  const loaded = withCredential(
    loadNodeConfig({ ...(options.config !== undefined && { file: options.config }), env: process.env }),
    options,
  );
  if (options['print-config'] === true) return print(io, JSON.stringify(effectiveConfig(loaded), undefined, 2));
  if (options.check === true) return print(io, 'The configuration is valid.');
  const node =
    options.simulate === true
      ? await simulate(loaded.config, options)
      : await startNode(loaded.config, { log: logTo(loaded.config.logLevel), systemd: process.env });
  io.out(JSON.stringify({ node: loaded.config.node, hub: loaded.config.hub.url }));
  await untilAborted(io.signal);
  await node.stop();
  return 0;
}

/** The credential that enrolment kept stands in where the configuration names none. */
function withCredential(loaded: LoadedConfig, options: Options): LoadedConfig {
  const { hub, dataDir } = loaded.config;
  const kept = hub.password === undefined ? keptCredential(dataDir) : undefined;
  if (kept === undefined) return loaded;
  return loadNodeConfig({
    ...(options.config !== undefined && { file: options.config }),
    env: process.env,
    overrides: { site: kept.site, node: kept.node, hub: hubSettingsOf(dataDir, kept) },
  });
}

function simulate(config: LoadedConfig['config'], options: Options) {
  const startAt = options.from === undefined ? Date.now() : Date.parse(options.from);
  if (Number.isNaN(startAt))
    throw new KwError('KW_USAGE', { reason: `--from takes a time such as 2026-03-29T08:00:00Z, not ${options.from ?? ''}` });
  const { site, node, dataDir, hub, spool } = config;
  const simulation = {
    siteId: site,
    nodeId: node,
    dataDir,
    hub,
    journal: spool.journal,
    seed: numberOption('seed', options.seed, { min: 0, max: 2 ** 31 }) ?? 1,
    speed: numberOption('speed', options.speed, { min: 0.1, max: 1_000 }) ?? 1,
    startAt,
  };
  return startSimulatedNode(simulation, { log: logTo(config.logLevel) });
}

function print(io: VerbIo, text: string): number {
  io.out(text);
  return 0;
}

/** `kringwijzer node`: one node. */
export const nodeVerb: Verb = { help: HELP, run };

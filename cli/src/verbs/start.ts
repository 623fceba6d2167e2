import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Hub, loadHubConfig, startHub } from '@kringwijzer/broker';
import { z } from 'zod';
import { numberOption, readOptions } from '../options.ts';
import { startSimulatedNode } from '../simulation/start-simulated-node.ts';
import { readKept, writeKept } from '../start/kept-file.ts';
import { logTo } from '../start/log.ts';
import { enrol, keepCredential, keptCredential } from '../start/node-credential.ts';
import { pageFolders } from '../start/page-folders.ts';
import { untilAborted, type Verb, type VerbIo } from '../verb.ts';
import { VERSION } from '../version.ts';

const NODE_ID = 'demo-1';
const KIOSK_ID = 'ingang';

/** The simulated yard never closes, so its kiosk does not either. */
const OPEN_DAY = { from: '00:00', to: '24:00' };
const ALWAYS_OPEN = { mon: OPEN_DAY, tue: OPEN_DAY, wed: OPEN_DAY, thu: OPEN_DAY, fri: OPEN_DAY, sat: OPEN_DAY, sun: OPEN_DAY };

const HELP = `[options]

Runs the whole product on simulated hardware: a hub, one node whose scales run the real firmware on emulated
boards, and the pages. Keeps its data for the next start.

  --data DIR       folder of everything that is kept (./data)
  --port N         port of the pages (8080), 0 for a free one
  --mqtt-port N    port of the broker on this machine (1883), 0 for a free one
  --seed N         another day at the yard (1)
  --log-level L    error, warn, info or debug (warn)`;

function optionsOf(args: readonly string[]) {
  const { values } = readOptions(() =>
    parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: './data' },
        port: { type: 'string' },
        'mqtt-port': { type: 'string' },
        seed: { type: 'string' },
        'log-level': { type: 'string', default: 'warn' },
      },
    }),
  );
  const portRange = { min: 0, max: 65_535 };
  return {
    data: values.data,
    port: numberOption('port', values.port, portRange),
    mqttPort: numberOption('mqtt-port', values['mqtt-port'], portRange),
    seed: numberOption('seed', values.seed, { min: 0, max: 2 ** 31 }) ?? 1,
    logLevel: values['log-level'],
  };
}

async function run(args: readonly string[], io: VerbIo): Promise<number> {
  const options = optionsOf(args);
  const log = logTo(options.logLevel);
  const config = loadHubConfig({
    env: process.env,
    overrides: { data: options.data, site: { openingHours: ALWAYS_OPEN }, http: { port: options.port }, mqtt: { port: options.mqttPort } },
  });
  const hub = await startHub(config, { log, staticDirs: pageFolders(), version: VERSION });
  try {
    const nodeDir = join(options.data, 'node');
    const credential = await credentialOf(hub, nodeDir);
    const simulation = await startSimulatedNode(
      {
        siteId: config.site.id,
        nodeId: NODE_ID,
        dataDir: nodeDir,
        hub: { url: hub.mqttUrl, user: credential.username, password: credential.password },
        journal: false,
        seed: options.seed,
        speed: 1,
        startAt: Date.now(),
      },
      { log: log.child({ component: 'node' }) },
    );
    for (const line of welcome(hub, kioskToken(hub, options.data))) io.out(line);
    await untilAborted(io.signal);
    await simulation.stop();
  } finally {
    await hub.stop();
  }
  return 0;
}

/** The credential of the demo node: the kept one, else enrolled over HTTP with a code as any node is. */
async function credentialOf(hub: Hub, nodeDir: string) {
  const kept = keptCredential(nodeDir);
  if (kept !== undefined) return kept;
  const fresh = await enrol(hub.httpUrl, { code: hub.issueEnrolCode(NODE_ID), node: NODE_ID });
  keepCredential(nodeDir, fresh);
  return fresh;
}

/** The token of the kiosk in the URL: the kept one, so that a bookmark goes on working. */
function kioskToken(hub: Hub, data: string): string {
  const path = join(data, 'kiosk-token.json');
  const kept = readKept(path, (value) => z.strictObject({ token: z.string() }).safeParse(value).data);
  const token = kept?.token ?? hub.issueKioskToken(KIOSK_ID);
  if (kept === undefined) writeKept(path, { token });
  return token;
}

function welcome(hub: Hub, token: string): string[] {
  const invite = hub.adminInvite;
  return [
    '',
    'Kringwijzer runs on simulated hardware.',
    '',
    `  Visitors (kiosk)   ${hub.httpUrl}/kiosk/?token=${token}`,
    `  Staff              ${hub.httpUrl}/`,
    ...(invite === undefined ? [] : [`  First administrator, once: ${hub.httpUrl}${invite.path}`]),
    `  API                ${hub.httpUrl}/api/docs`,
    `  MQTT               ${hub.mqttUrl}`,
    '',
    'Open the first administrator page to choose a name and a password. Stop with Ctrl+C.',
  ].filter((line) => invite !== undefined || !line.startsWith('Open the first'));
}

/** `kringwijzer start`: the whole product on simulated hardware. */
export const startVerb: Verb = { help: HELP, run };

import { accessSync, constants, existsSync } from 'node:fs';
import { isKwError } from '@kringwijzer/contract';
import type { LoadedConfig } from '@kringwijzer/firmware-bridge';
import { keptCredential } from '../start/node-credential.ts';
import { connackOf, type Login } from './connack.ts';
import { type Check, type Finding, fault, fine, type Subject } from './finding.ts';
import { listens } from './hub-checks.ts';

type NodeConfig = LoadedConfig['config'];

/** Loaded when it is asked for: the doctor must run where the node's native modules do not load. */
async function load(file: string): Promise<NodeConfig | Finding> {
  try {
    const { loadNodeConfig } = await import('@kringwijzer/firmware-bridge');
    return loadNodeConfig({ file, env: process.env }).config;
  } catch (error) {
    if (!isKwError(error)) throw error;
    return fault('Node configuration', error.message, 'Correct the named key; kringwijzer node --print-schema shows what is allowed.');
  }
}

/** Runs a check on the node's configuration; gives undefined when there is none or it does not load (that is its own finding). */
function onConfig(check: (config: NodeConfig) => Promise<Finding | undefined> | Finding | undefined): Check['run'] {
  return async ({ nodeConfig }: Subject) => {
    if (nodeConfig === undefined) return undefined;
    const config = await load(nodeConfig);
    return 'check' in config ? undefined : check(config);
  };
}

async function configuration({ nodeConfig }: Subject): Promise<Finding | undefined> {
  if (nodeConfig === undefined) return undefined;
  const config = await load(nodeConfig);
  return 'check' in config ? config : fine('Node configuration', `${nodeConfig} is valid: ${config.devices.length} devices`);
}

function credential(config: NodeConfig): Finding {
  if (config.hub.password !== undefined || keptCredential(config.dataDir) !== undefined) return fine('Credential', 'the node is enrolled');
  return fault('Credential', 'the node has no credential.', 'Get a one-time code from the staff pages and run kringwijzer enrol.');
}

async function broker(config: NodeConfig): Promise<Finding> {
  const url = new URL(keptCredential(config.dataDir)?.mqttUrl ?? config.hub.url);
  const port = Number(url.port) || (url.protocol === 'mqtts:' ? 8_883 : 1_883);
  if (await listens(url.hostname, port)) return fine('Broker', `${url.hostname}:${port} listens`);
  return fault('Broker', `nothing listens at ${url.hostname}:${port}.`, 'Check that the hub runs, the address, and the network cable.');
}

/** Return codes of CONNACK: the name and secret are wrong; they are right, but a node has one client id and this is not it. */
const [REFUSED, OTHER_ID] = [5, 2];

/** Whether the hub still knows this node. It asks under a second client id, so that a running node keeps its line. */
async function signIn(config: NodeConfig): Promise<Finding | undefined> {
  const login = loginOf(config);
  if (login === undefined) return undefined;
  const code = await connackOf(login.url, login);
  if (code === REFUSED)
    return fault('Sign-in', 'the hub refuses this node.', 'Get a new one-time code from the staff pages and run kringwijzer enrol again.');
  return code === 0 || code === OTHER_ID ? fine('Sign-in', 'the hub knows this node') : undefined;
}

/** What the node signs in with: what it was given at enrolment, else what its configuration says. */
function loginOf({ dataDir, hub, node }: NodeConfig): (Login & { readonly url: string }) | undefined {
  const kept = keptCredential(dataDir);
  if (kept !== undefined) return { url: kept.mqttUrl, username: kept.username, password: kept.password, caPem: kept.caPem };
  const { url, user = node, password } = hub;
  return password === undefined || !/^mqtts?:/u.test(url) ? undefined : { url, username: user, password };
}

function serialPorts(config: NodeConfig): Finding | undefined {
  const paths = new Set(config.devices.flatMap(({ driver }) => ('path' in driver ? [driver.path] : [])));
  if (paths.size === 0) return undefined;
  for (const path of paths) {
    if (!existsSync(path))
      return fault('Serial ports', `${path} is not there.`, 'Check the USB cable; ls -l /dev/serial/by-id shows what is plugged in.');
    try {
      accessSync(path, constants.R_OK | constants.W_OK);
    } catch {
      // EACCES is the only way access fails on a path that exists.
      return fault('Serial ports', `${path} may not be opened by this user.`, 'sudo usermod -aG dialout "$USER" and log in again.');
    }
  }
  return fine('Serial ports', `${[...paths].join(', ')} can be opened`);
}

function gpio(config: NodeConfig): Finding | undefined {
  if (!config.devices.some(({ driver }) => driver.type === 'gpio')) return undefined;
  if (existsSync('/sys/class/gpio/export') || existsSync('/dev/gpiochip0') || existsSync('/dev/gpiochip11'))
    return fine('GPIO', 'lines can be reached');
  return fault('GPIO', 'this machine has no GPIO lines.', 'Doors with beams need a Raspberry Pi; install gpiod on new systems.');
}

/** Faults of a node, from its configuration file. */
export const NODE_CHECKS: readonly Check[] = [
  { name: 'Node configuration', run: configuration },
  { name: 'Credential', run: onConfig(credential) },
  { name: 'Broker', run: onConfig(broker) },
  { name: 'Sign-in', run: onConfig(signIn) },
  { name: 'Serial ports', run: onConfig(serialPorts) },
  { name: 'GPIO', run: onConfig(gpio) },
];

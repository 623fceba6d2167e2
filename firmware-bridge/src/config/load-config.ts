import { readFileSync } from 'node:fs';
import { KwError } from '@kringwijzer/contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type ConfigKey, configKeys } from './config-keys.ts';
import { type NodeConfig, type NodeConfigInput, nodeConfigSchema } from './node-schema.ts';

export interface ConfigSources {
  /** YAML file; absent means defaults, environment and overrides alone. */
  readonly file?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Last word, for flags and tests. */
  readonly overrides?: NodeConfigInput;
}

export type ConfigOrigin = 'default' | 'file' | 'environment' | 'override';

export interface LoadedConfig {
  readonly config: NodeConfig;
  /** Where each value comes from, by its path such as `hub.url`. */
  readonly originOf: (path: string) => ConfigOrigin;
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The configuration: defaults < file < environment < overrides. Throws KW_CONFIG_UNREADABLE and KW_CONFIG_INVALID with file and key. */
export function loadNodeConfig(sources: ConfigSources): LoadedConfig {
  const layers: { readonly origin: ConfigOrigin; readonly tree: Tree }[] = [
    { origin: 'file', tree: sources.file === undefined ? {} : readTree(sources.file) },
    { origin: 'environment', tree: environmentTree(sources.env ?? {}) },
    { origin: 'override', tree: sources.overrides ?? {} },
  ];
  const merged = layers.reduce<Tree>((tree, layer) => merge(tree, layer.tree), {});
  const parsed = nodeConfigSchema.safeParse(merged);
  if (!parsed.success) {
    const file = sources.file ?? 'of the node';
    throw new KwError('KW_CONFIG_INVALID', { file, reason: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
  }
  const originOf = (path: string): ConfigOrigin =>
    layers.findLast((layer) => valueAt(layer.tree, path.split('.')) !== undefined)?.origin ?? 'default';
  return { config: parsed.data, originOf };
}

function readTree(file: string): Tree {
  try {
    const tree: unknown = parseYaml(readFileSync(file, 'utf8')) ?? {};
    if (!isTree(tree)) throw new TypeError('it does not hold keys and values');
    return tree;
  } catch (error) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  }
}

function environmentTree(env: Readonly<Record<string, string | undefined>>): Tree {
  let tree: Tree = {};
  // The list of keys is made from the whole schema; a small machine that gives no variable is spared the work and the memory.
  if (!Object.keys(env).some((name) => name.startsWith('KW_'))) return tree;
  for (const key of configKeys()) {
    const text = key.env === undefined ? undefined : env[key.env];
    if (text === undefined || text === '') continue;
    tree = merge(tree, treeOf(key.path, valueOf(text, key)));
  }
  return tree;
}

function valueOf(text: string, key: ConfigKey): unknown {
  if ((key.type === 'number' || key.type === 'integer') && Number.isFinite(Number(text))) return Number(text);
  if (key.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const treeOf = (path: readonly string[], value: unknown): Tree =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Tree;

function merge(base: Tree, over: Tree): Tree {
  const merged: Tree = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    if (value !== undefined) merged[name] = isTree(below) && isTree(value) ? merge(below, value) : value;
  }
  return merged;
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isTree(at) ? at[name] : undefined), tree);
}

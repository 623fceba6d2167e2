import { readFileSync } from 'node:fs';
import { KwError } from '@kringwijzer/contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type HubConfig, type HubConfigInput, hubConfigSchema } from './config.ts';

type Plain = Record<string, unknown>;
interface EnvKey {
  readonly env: string;
  readonly path: readonly string[];
}

/** Where a configuration comes from; later ones win: file, environment, overrides. */
export interface ConfigSources {
  readonly file?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly overrides?: HubConfigInput;
}

/** The effective configuration. Throws KW_CONFIG_UNREADABLE or KW_CONFIG_INVALID, naming file and key. */
export function loadHubConfig(sources: ConfigSources = {}): HubConfig {
  const fromFile = sources.file === undefined ? {} : readYaml(sources.file);
  const merged = merge(merge(fromFile, fromEnvironment(sources.env ?? {})), isPlain(sources.overrides) ? sources.overrides : {});
  const parsed = hubConfigSchema.safeParse(merged);
  if (parsed.success) return parsed.data;
  throw new KwError('KW_CONFIG_INVALID', { file: sources.file ?? 'of the hub', reason: z.prettifyError(parsed.error) });
}

/** JSON Schema of the file, with the environment variable of each key. */
export const hubConfigJsonSchema = (): object => z.toJSONSchema(hubConfigSchema, { io: 'input' });

/** The configuration as it may be shown: secrets are stars. */
export function maskedConfig(config: HubConfig): HubConfig {
  const { ingestWorker: worker, influx } = config;
  return {
    ...config,
    ...(worker?.password !== undefined && { ingestWorker: { ...worker, password: '***' } }),
    ...(influx?.password !== undefined && { influx: { ...influx, password: '***' } }),
  };
}

function readYaml(file: string): Plain {
  try {
    const value: unknown = parseYaml(readFileSync(file, 'utf8')) ?? {};
    if (isPlain(value)) return value;
  } catch (error) {
    throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: reasonOf(error) }, { cause: error });
  }
  throw new KwError('KW_CONFIG_UNREADABLE', { file, reason: 'it is not a map of keys' });
}

/** Values of KW_* variables are read as YAML scalars, so `true`, `8080` and `[a, b]` are what they look like. */
function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Plain {
  let values: Plain = {};
  for (const { env: name, path } of environmentKeys()) {
    const text = env[name];
    if (text === undefined) continue;
    const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), scalarOf(name, text));
    values = merge(values, value as Plain);
  }
  return values;
}

function scalarOf(name: string, text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new KwError('KW_CONFIG_INVALID', { file: name, reason: reasonOf(error) }, { cause: error });
  }
}

/** Every key that has an environment variable, from the schema itself. */
export function environmentKeys(): readonly EnvKey[] {
  const keys: EnvKey[] = [];
  const visit = (schema: unknown, path: readonly string[]): void => {
    if (!isPlain(schema)) return;
    if (typeof schema['env'] === 'string') keys.push({ env: schema['env'], path });
    const properties = schema['properties'];
    if (isPlain(properties)) for (const [key, inner] of Object.entries(properties)) visit(inner, [...path, key]);
  };
  visit(hubConfigJsonSchema(), []);
  return keys;
}

function merge(under: Plain, over: Plain): Plain {
  const merged: Plain = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isPlain(below) && isPlain(value) ? merge(below, value) : (value ?? below);
  }
  return merged;
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

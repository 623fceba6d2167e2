import { configKeys } from './config-keys.ts';
import type { ConfigOrigin, LoadedConfig } from './load-config.ts';

/** One value in force, with its origin; secrets are masked. */
export interface EffectiveValue {
  readonly key: string;
  readonly value: unknown;
  readonly origin: ConfigOrigin;
  readonly env?: string;
}

/** Every value in force, as `--print-config` prints it. */
export function effectiveConfig({ config, originOf }: LoadedConfig): EffectiveValue[] {
  const plain = configKeys().filter((key) => !key.path.includes('[]'));
  const values = plain.map(({ path, secret, env }) => {
    const key = path.join('.');
    const value = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], config);
    return { key, value: secret && value !== undefined ? '***' : value, origin: originOf(key), ...(env === undefined ? {} : { env }) };
  });
  const origin = originOf('devices');
  return [...values, ...config.devices.map((device, index) => ({ key: `devices.${index}`, value: device, origin }))];
}

const show = (value: unknown): string => (value === undefined ? '' : `\`${JSON.stringify(value)}\``);

/** Markdown of docs/config-node.md: every key with its meaning, unit, limits, default and environment variable. */
export function configMarkdown(): string {
  const rows = configKeys().map(
    ({ path, type, description, unit, env, fallback, limits }) =>
      `| \`${path.join('.')}\` | ${[type, limits, unit].filter(Boolean).join(', ')} | ${show(fallback)} | ${env === undefined ? '' : `\`${env}\``} | ${description} |`,
  );
  return [
    '# Configuration of a node',
    '',
    'Made from the schema by `npm run docs`; do not edit. Order: default < YAML file < environment < flags.',
    '`kringwijzer node --print-schema` prints the JSON Schema, `--print-config` the values in force with their origin, `--check` only checks.',
    '',
    '| key | type | default | environment | meaning |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

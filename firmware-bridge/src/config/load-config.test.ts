import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configKeys, nodeConfigJsonSchema } from './config-keys.ts';
import { loadNodeConfig } from './load-config.ts';
import { configMarkdown, effectiveConfig } from './print-config.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function yaml(text: string): string {
  const file = join(folder, 'node.yaml');
  writeFileSync(file, text);
  return file;
}

describe('loadNodeConfig', () => {
  it('has a value for everything that needs one', () => {
    expect(loadNodeConfig({}).config).toMatchObject({ site: 'site', node: 'node', hub: { url: 'mqtt://127.0.0.1:1883' }, devices: [] });
  });

  it('lets the environment win over the file and overrides over both, and remembers who did', () => {
    const file = yaml('site: from-file\nnode: from-file\nhub:\n  url: mqtts://file:1\nspool:\n  maxMb: 7\n');
    const { config, originOf } = loadNodeConfig({
      file,
      env: { KW_NODE: 'from-env', KW_SPOOL_MAX_MB: '9.5', KW_SPOOL_JOURNAL: 'true' },
      overrides: { site: 'from-flag' },
    });
    expect(config).toMatchObject({
      site: 'from-flag',
      node: 'from-env',
      hub: { url: 'mqtts://file:1' },
      spool: { maxMb: 9.5, journal: true },
    });
    expect(['site', 'node', 'hub.url', 'spool.maxMb', 'healthEveryS'].map(originOf)).toEqual([
      'override',
      'environment',
      'file',
      'environment',
      'default',
    ]);
  });

  it.each([
    ['nodee: x', 'nodee'],
    ['hub:\n  url: http://x', 'hub.url'],
    ['node: hub', 'reserved'],
    ['timeZone: Mars/Olympus', 'timeZone'],
    [
      'devices:\n  - {kind: door, id: a, name: A, driver: {type: simulated}}\n  - {kind: door, id: a, name: B, driver: {type: simulated}}',
      'second device a',
    ],
    ['devices:\n  - {kind: level, id: a, name: A, emptyMm: 100, fullMm: 200, driver: {type: simulated}}', 'below emptyMm'],
    ['devices:\n  - {kind: scale, id: a, name: A, capacityG: 1, divisionG: 1, driver: {type: board}}', 'path'],
    ['schemaVersion: 2', 'schemaVersion'],
  ])('refuses %j and names the key', (text, key) => {
    const file = yaml(text);
    expect(() => loadNodeConfig({ file })).toThrow(
      expect.objectContaining({ code: 'KW_CONFIG_INVALID', message: expect.stringContaining(key) }),
    );
    expect(() => loadNodeConfig({ file })).toThrow(file);
  });

  it.each(['a: [', '- 1\n- 2'])('refuses %j as a file that cannot be read', (text) => {
    expect(() => loadNodeConfig({ file: yaml(text) })).toThrow(expect.objectContaining({ code: 'KW_CONFIG_UNREADABLE' }));
  });

  it('refuses a file that is not there, and a number that is none', () => {
    expect(() => loadNodeConfig({ file: join(folder, 'none.yaml') })).toThrow(expect.objectContaining({ code: 'KW_CONFIG_UNREADABLE' }));
    expect(() => loadNodeConfig({ env: { KW_SPOOL_MAX_MB: 'many' } })).toThrow(expect.objectContaining({ code: 'KW_CONFIG_INVALID' }));
  });
});

describe('printing the configuration', () => {
  it('masks secrets and gives each value its origin and its variable', () => {
    const values = effectiveConfig(loadNodeConfig({ env: { KW_HUB_PASSWORD: 'very secret' } }));
    expect(values).toContainEqual({ key: 'hub.password', value: '***', origin: 'environment', env: 'KW_HUB_PASSWORD' });
    expect(JSON.stringify(values)).not.toContain('very secret');
  });

  it('describes every key: each has a meaning, and each of the environment its own variable', () => {
    const keys = configKeys();
    const variables = keys.flatMap(({ env }) => (env === undefined ? [] : [env]));
    expect(new Set(variables).size).toBe(variables.length);
    expect(variables.every((name) => /^KW_[A-Z_]+$/u.test(name))).toBe(true);
    expect(keys.filter((key) => key.description === '').map((key) => key.path.join('.'))).toEqual([]);
  });

  it('makes a page with every key, and a schema that names the drivers', () => {
    const page = configMarkdown();
    for (const { path } of configKeys()) expect(page).toContain(`\`${path.join('.')}\``);
    expect(JSON.stringify(nodeConfigJsonSchema())).toContain('mt-sics');
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isKwError } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { environmentKeys, hubConfigJsonSchema, loadHubConfig, maskedConfig } from './load-config.ts';

const fileWith = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'kw-config-')), 'hub.yaml');
  writeFileSync(file, text);
  return file;
};
const failureOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

describe('loadHubConfig', () => {
  it('needs no file: every key has a default', () => {
    const config = loadHubConfig();
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(config.impact).toMatchObject({ value: 1.1, basis: 'reused', reusedShare: { value: 0.56 } });
    expect(config.impact.year).toBeUndefined(); // the source gives none
  });

  it('lets the environment win over the file and overrides over both', () => {
    const file = fileWith('site: { id: from-file, name: File }\nhttp: { port: 1 }\nmqtt: { port: 2 }\n');
    const config = loadHubConfig({ file, env: { KW_SITE_ID: 'from-env', KW_HTTP_PORT: '3' }, overrides: { http: { port: 4 } } });
    expect(config.site).toMatchObject({ id: 'from-env', name: 'File' });
    expect([config.http.port, config.mqtt.port]).toEqual([4, 2]);
  });

  it('reads lists and booleans from the environment', () => {
    const config = loadHubConfig({ env: { KW_TLS_NAMES: '[hub.local, 10.0.0.2]', KW_MQTT_TLS: 'true' } });
    expect(config.mqtt.tls).toMatchObject({ names: ['hub.local', '10.0.0.2'], enabled: true });
  });

  it('names the file and the key that is wrong', () => {
    const file = fileWith('http: { prot: 80 }\n');
    const error = failureOf(() => loadHubConfig({ file }));
    expect(isKwError(error, 'KW_CONFIG_INVALID')).toBe(true);
    expect(String(error)).toContain(file);
    expect(String(error)).toContain('prot');
  });

  it.each(['a: [', '- a list'])('says that %j is not a configuration', (text) => {
    expect(
      isKwError(
        failureOf(() => loadHubConfig({ file: fileWith(text) })),
        'KW_CONFIG_UNREADABLE',
      ),
    ).toBe(true);
  });

  it.each([
    [{ mqtt: { host: '0.0.0.0' } }, 'loopback'],
    [{ site: { timeZone: 'Europe/Atlantis' } }, 'IANA'],
    [{ impact: { value: 1, basis: 'reused' as const, source: 'x', year: 2020 } }, 'reusedShare'],
  ])('refuses %j', (overrides, reason) => {
    expect(String(failureOf(() => loadHubConfig({ overrides })))).toContain(reason);
  });
});

describe('the schema', () => {
  it('is printable and gives each variable one key', () => {
    expect(JSON.stringify(hubConfigJsonSchema())).toContain('KW_SITE_TIME_ZONE');
    const names = environmentKeys().map((key) => key.env);
    expect(names).toContain('KW_INGEST_PASSWORD');
    expect(new Set(names).size).toBe(names.length);
  });

  it('hides secrets when it is shown', () => {
    const config = loadHubConfig({ overrides: { ingestWorker: { url: 'mqtt://x', password: 'geheim' } } });
    expect(JSON.stringify(maskedConfig(config))).not.toContain('geheim');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@kringwijzer/contract';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { loadHubConfig, maskedConfig } from './load-config.ts';
import { influxOptionsOf, retentionOf } from './store-config.ts';

const deps = { rawDays: 30, log: pino({ level: 'silent' }), nowMs: () => 0 };
const influxOf = (influx: object) => loadHubConfig({ overrides: { influx: { urls: ['http://127.0.0.1:8086'], ...influx } } }).influx;

describe('the store in the configuration', () => {
  it('is SQLite that keeps raw values 400 days, without a mirror', () => {
    const { store, influx } = loadHubConfig();
    expect({ kind: store.kind, influx, retention: retentionOf(store) }).toEqual({
      kind: 'sqlite',
      influx: undefined,
      retention: { rawMs: 400 * DAY_MS, byMeasurement: {} },
    });
  });

  it('keeps some measurements shorter or longer, also told by the environment', () => {
    const { store } = loadHubConfig({ env: { KW_STORE_RAW_DAYS: '100', KW_STORE_RAW_DAYS_OF: '{node_health: 8, deposit: 3650}' } });
    expect(retentionOf(store)).toEqual({ rawMs: 100 * DAY_MS, byMeasurement: { node_health: 8 * DAY_MS, deposit: 3_650 * DAY_MS } });
  });

  it('asks where the server is when InfluxDB is the store', () => {
    expect(() => loadHubConfig({ overrides: { store: { kind: 'influx' } } })).toThrow(/needed when store\.kind is influx/u);
  });

  it('takes hosts apart, in their order, with their ports and paths', () => {
    const influx = influxOf({ urls: ['https://een.example', 'http://[::1]:8086/influx/', 'http://10.0.0.2:80'], allowHttp: true });
    expect(influx && influxOptionsOf(influx, deps)).toMatchObject({
      hosts: [
        { protocol: 'https', host: 'een.example', port: 443, path: '' },
        { protocol: 'http', host: '::1', port: 8_086, path: '/influx' },
        { protocol: 'http', host: '10.0.0.2', port: 80, path: '' },
      ],
      rawMs: 30 * DAY_MS,
    });
  });

  it('reads the password from a file, says so when it cannot, and never shows it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kw-store-config-'));
    const passwordFile = join(folder, 'secret');
    writeFileSync(passwordFile, 'geheim\n');
    const influx = influxOf({ username: 'hub', passwordFile });
    expect(influx && influxOptionsOf(influx, deps).password).toBe('geheim');
    rmSync(folder, { recursive: true });
    expect(() => influx && influxOptionsOf(influx, deps)).toThrow(/KW_CONFIG_UNREADABLE.*ENOENT/u);
    expect(() => influxOf({ password: 'a', passwordFile })).toThrow(/not both/u);
    const config = loadHubConfig({ overrides: { influx: { urls: ['http://127.0.0.1:8086'], password: 'geheim' } } });
    expect(JSON.stringify(maskedConfig(config))).not.toContain('geheim');
  });

  it('sends no password unencrypted to another machine, unless somebody says so', () => {
    expect(() => influxOf({ urls: ['http://127.0.0.1:8086', 'http://10.0.0.2:8086'] })).toThrow(/use https/u);
    expect(influxOf({ urls: ['http://localhost:8086', 'https://10.0.0.2:8086'] })?.allowHttp).toBe(false);
  });

  it('refuses addresses that are not http', () => {
    expect(() => influxOf({ urls: ['ftp://127.0.0.1'] })).toThrow(/KW_CONFIG_INVALID/u);
    expect(() => influxOf({ urls: [] })).toThrow(/KW_CONFIG_INVALID/u);
  });
});

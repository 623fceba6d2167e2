import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runnerConfigSchema } from './config.ts';

const KIOSK = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(KIOSK, file), 'utf8');
const packageSchema = z.looseObject({ version: z.string(), devDependencies: z.record(z.string(), z.string()).optional() });
const configSchema = z.looseObject({
  electronVersion: z.string(),
  files: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  linux: z.looseObject({ target: z.array(z.looseObject({ target: z.string(), arch: z.array(z.string()) })) }),
});
const config = configSchema.parse(parse(read('electron-builder.yml')));

describe('the package of the kiosk', () => {
  it('carries the Electron the code was checked against', () => {
    expect(config.electronVersion).toBe(packageSchema.parse(JSON.parse(read('package.json'))).devDependencies?.['electron']);
  });

  it('is a .deb for the Pi and for a PC, with the fuses blown that a kiosk does not need', () => {
    expect(config.linux.target).toEqual([{ target: 'deb', arch: ['arm64', 'x64'] }]);
    const { onlyLoadAppFromAsar, ...others } = config.electronFuses;
    expect(onlyLoadAppFromAsar).toBe(true);
    expect(Object.values(others)).not.toContain(true);
  });

  it('has the version of the workspace', () => {
    const versions = ['package.json', 'app/package.json'].map((file) => packageSchema.parse(JSON.parse(read(file))).version);
    expect(new Set(versions).size).toBe(1);
  });

  it('sets only variables the runner knows in its unit', () => {
    const known = Object.values(runnerConfigSchema.shape).map((schema) => schema.meta()?.['env']);
    const set = [...read('linux/kringwijzer-kiosk.service').matchAll(/^Environment=(KW_\w+|KIOSK_\w+)=/gmu)].map((match) => match[1]);
    expect(set).toHaveLength(3);
    expect(known).toEqual(expect.arrayContaining(set));
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRunnerConfig } from './load-config.ts';

function yamlFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'kw-kiosk-config-')), 'kiosk.yaml');
  writeFileSync(file, text);
  return file;
}

describe('loadRunnerConfig', () => {
  it('needs no more than a token', () => {
    expect(loadRunnerConfig(undefined, { KW_KIOSK_TOKEN: 't' })).toMatchObject({
      shell: 'chromium',
      token: 't',
      port: 8090,
      noSandbox: false,
    });
  });

  it('lets the environment win over the file and the file over the defaults', () => {
    const file = yamlFile('token: from-file\nshell: electron\nport: 1\n');
    expect(loadRunnerConfig(file, { KIOSK_SHELL: 'none', KW_KIOSK_PORT: '0' })).toMatchObject({
      token: 'from-file',
      shell: 'none',
      port: 0,
    });
  });

  it('names the wrong key', () => {
    const file = yamlFile('token: t\npanel: { diagonalInch: 15.6, widthPx: 1920 }\n');
    expect(() => loadRunnerConfig(file, {})).toThrow(/KW_CONFIG_INVALID[\s\S]*panel\.heightPx/u);
  });

  it('refuses a shell and a key it does not know', () => {
    expect(() => loadRunnerConfig(undefined, { KW_KIOSK_TOKEN: 't', KIOSK_SHELL: 'firefox' })).toThrow('KW_CONFIG_INVALID');
    expect(() => loadRunnerConfig(yamlFile('token: t\ncolour: red\n'), {})).toThrow(/colour/u);
  });

  it('tells of a file that is not there', () => {
    expect(() => loadRunnerConfig('/nonexistent/kiosk.yaml', {})).toThrow('KW_CONFIG_UNREADABLE');
  });
});

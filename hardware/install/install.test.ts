import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { productionModules } from './production-modules.ts';
import { ROLE_PACKAGES, ROLES } from './roles.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HERE = join(ROOT, 'hardware/install');
const hasAnalyze = spawnSync('systemd-analyze', ['security', '--help']).status === 0;
const unitOf = (role: string): string => join(HERE, `roles/${role}/usr/lib/systemd/system/kringwijzer-${role}.service`);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kw-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One start of the unit's program: what it said and whether it ended well. */
function startOnce(): { readonly said: string; readonly code: number | null } {
  const run = join(folder, 'run');
  const text = readFileSync(join(HERE, 'debian/run'), 'utf8').replaceAll('@ROLE@', 'hub').replaceAll('@MAIN@', 'main.js');
  writeFileSync(run, text.replace('/usr/bin/node', process.execPath).replace('@FLAGS@', ROLE_PACKAGES.node.flags.join(' ')));
  const env = { PATH: process.env['PATH'], KW_INSTALL_DIR: folder, STATE_DIRECTORY: folder, KW_TRIAL_S: '30' };
  const { stdout, status } = spawnSync('timeout', ['20', 'sh', run], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
  return { said: stdout.trim(), code: status };
}

function programs(name: 'programs' | 'previous', source: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'main.js'), source);
}

describe('an upgrade', () => {
  beforeEach(() => {
    programs('programs', 'console.log("new"); process.exit(1)');
    programs('previous', 'console.log("before")');
  });

  it('goes back to the version before when the new one ends three times in its trial', () => {
    writeFileSync(join(folder, 'upgrade-trial'), '0\n');
    const starts = Array.from({ length: 5 }, startOnce);
    expect(starts.map(({ said }) => said)).toEqual(['new', 'new', 'new', 'before', 'before']);
    expect(existsSync(join(folder, 'rolled-back'))).toBe(true);
  });

  it('leaves a version alone that is past its trial', () => {
    expect(Array.from({ length: 5 }, startOnce).map(({ said }) => said)).toEqual(['new', 'new', 'new', 'new', 'new']);
  });

  it('stays with the new version when there is none before it', () => {
    rmSync(join(folder, 'previous'), { recursive: true });
    writeFileSync(join(folder, 'upgrade-trial'), '7\n');
    expect(startOnce().said).toBe('new');
  });
});

describe('the packages', () => {
  it('start their programs with the flags that the documents name', () => {
    const hub = readFileSync(join(ROOT, 'docs/hub.md'), 'utf8');
    const node = readFileSync(join(ROOT, 'docs/node.md'), 'utf8');
    expect(hub).toContain(ROLE_PACKAGES.hub.flags.join(' '));
    expect(node).toContain(ROLE_PACKAGES.node.flags.join(' '));
  });

  it('hold what the programs need and nothing of their making', () => {
    const { workspaces, packages } = productionModules(ROOT, 'cli');
    expect(workspaces).toEqual(expect.arrayContaining(['broker', 'cli', 'contract', 'firmware-bridge', 'hardware']));
    expect(packages).toEqual(expect.arrayContaining(['node_modules/better-sqlite3', 'node_modules/onoff', 'node_modules/epoll']));
    expect(packages.filter((path) => /vitest|typescript|electron|vite$|@types\//u.test(path))).toEqual([]);
  });

  it.each(ROLES)('start the %s after each boot as a user of its own, without end', (role) => {
    const unit = readFileSync(unitOf(role), 'utf8');
    expect(unit).toContain(`User=kringwijzer-${role}\n`);
    expect(unit).toMatch(/^Restart=always$/mu);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/mu);
    expect(unit).toMatch(/^MemoryMax=\d+M$/mu);
    expect(unit).toContain('WantedBy=multi-user.target');
  });
});

describe.skipIf(!hasAnalyze)(`the units${hasAnalyze ? '' : ' (skipped: no systemd-analyze)'}`, () => {
  it.each([
    ['hub', 3],
    ['node', 3],
    ['kiosk', 3],
  ])('of the %s is exposed no more than %d of 10 by systemd-analyze', (role, limit) => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unitOf(role)], { encoding: 'utf8' });
    const exposure = Number(/Overall exposure level for \S+: (\d+\.\d)/u.exec(stdout)?.[1]);
    expect(exposure).toBeLessThanOrEqual(limit);
  });
});

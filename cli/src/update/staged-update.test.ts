import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../run-cli.ts';
import { VERBS } from '../verbs.ts';
import { installPackage } from './install-package.ts';
import type { NodeSeen } from './node-health.ts';
import { stagedUpdate } from './staged-update.ts';

interface Doing {
  readonly version: string;
  readonly state?: 'online' | 'offline' | 'lost';
  readonly boot?: string;
  readonly records?: boolean;
}
type Life = (secondsSinceUpdate: number) => Doing;
const OLD = '1.0.0';
const NEW = '1.1.0';

/** Three nodes and a hub that sees them, in virtual time. What a node does after its update is told in seconds from it. */
class Yard {
  readonly installed: string[] = [];
  readonly #lives: Readonly<Record<string, Life>>;
  readonly #updatedAt = new Map<string, number>();
  ms = 1_000_000;

  constructor(lives: Readonly<Record<string, Life>>) {
    this.#lives = lives;
  }

  nodes(): Promise<readonly NodeSeen[]> {
    return Promise.resolve(Object.keys(this.#lives).map((node) => this.#see(node)));
  }

  #see(node: string): NodeSeen {
    const updatedAt = this.#updatedAt.get(node);
    const at = 1_795_000_000_000 + this.ms;
    const before = { node, status: { state: 'online' as const, boot: 'aaaaaaaa', version: OLD, at }, lastRecordAt: 1_795_000_000_000 };
    if (updatedAt === undefined) return before;
    const {
      version,
      state = 'online',
      boot = 'bbbbbbbb',
      records = true,
    } = this.#lives[node]?.((this.ms - updatedAt) / 1_000) ?? { version: OLD };
    return { node, status: { state, boot, version, at }, lastRecordAt: records ? at : before.lastRecordAt };
  }

  async update(): Promise<string[]> {
    const said: string[] = [];
    await stagedUpdate({
      targets: Object.keys(this.#lives).map((node) => ({ node, target: `pi@${node}` })),
      version: NEW,
      install: (target) => {
        this.installed.push(target);
        this.#updatedAt.set(target.replace('pi@', ''), this.ms);
        return Promise.resolve();
      },
      nodes: () => this.nodes(),
      withinMs: 300_000,
      wellForMs: 60_000,
      clock: {
        nowMs: () => this.ms,
        wait: (ms) => {
          this.ms += ms;
          return Promise.resolve();
        },
      },
      tell: (line) => said.push(line),
    });
    return said;
  }
}

const runsNew: Life = () => ({ version: NEW });

describe('a staged update', () => {
  it('lets each node prove itself for a minute before the next is touched', async () => {
    const yard = new Yard({ yard: runsNew, shop: (s) => (s < 40 ? { version: OLD, state: 'lost' } : { version: NEW }), gate: runsNew });
    const said = await yard.update();
    expect(yard.installed).toEqual(['pi@yard', 'pi@shop', 'pi@gate']);
    expect(said.filter((line) => line.endsWith('well'))).toEqual(['yard: well', 'shop: well', 'gate: well']);
    expect((yard.ms - 1_000_000) / 1_000).toBeGreaterThanOrEqual(60 + 40 + 60 + 60);
  });

  it.each([
    ['goes back to the version before', (): Doing => ({ version: OLD }), /it runs 1\.0\.0, not 1\.1\.0/u],
    ['stays away', (): Doing => ({ version: NEW, state: 'lost' }), /it is lost/u],
    ['never starts anew', (): Doing => ({ version: OLD, boot: 'aaaaaaaa' }), /has not started anew/u],
    ['brings no records', (): Doing => ({ version: NEW, records: false }), /no record of it has reached the hub/u],
    ['starts again and again', (s: number): Doing => ({ version: NEW, boot: `b${Math.floor(s / 30)}` }), /does not stay well/u],
  ])('stops at the first node that %s', async (_case, doing, reason) => {
    const yard = new Yard({ yard: runsNew, shop: doing, gate: runsNew });
    await expect(yard.update()).rejects.toMatchObject({
      code: 'KW_UPDATE_STOPPED',
      details: { node: 'shop', left: 'gate' },
      message: expect.stringMatching(reason),
    });
    expect(yard.installed).toEqual(['pi@yard', 'pi@shop']);
  });
});

describe('installing a package', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kw-update-'));
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const program = (name: string, end = 'exit 0'): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> '${folder}/log'\n${end}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const log = (): string[] => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  const file = '/packages/kringwijzer-node_1.1.0_arm64.deb';

  it('copies it over, installs it without questions and takes the copy away', async () => {
    for (const name of ['ssh', 'scp']) program(name);
    await installPackage(file, AbortSignal.timeout(20_000))('pi@yard');
    expect(log()).toEqual([
      `scp -q -o BatchMode=yes ${file} pi@yard:./kringwijzer-node_1.1.0_arm64.deb`,
      expect.stringMatching(/^ssh -o BatchMode=yes pi@yard sudo -n apt-get -y .* install \.\/kringwijzer-node_1\.1\.0_arm64\.deb$/u),
      'ssh -o BatchMode=yes pi@yard rm -f ./kringwijzer-node_1.1.0_arm64.deb',
    ]);
  });

  it('tells the last words of what failed, and goes no further', async () => {
    program('scp', 'echo "ssh: connect to host yard port 22: No route to host" >&2; exit 1');
    await expect(installPackage(file, AbortSignal.timeout(20_000))('pi@yard')).rejects.toThrow(
      'scp: ssh: connect to host yard port 22: No route to host',
    );
    expect(log()).toHaveLength(1);
  });

  it.each([
    [['--package', 'x.deb', '--node', 'yard=here', '--name', 'Jan'], /--package takes a file named/u],
    [['--package', file, '--node', 'yard', '--name', 'Jan'], /--node takes ID=TARGET/u],
    [['--package', file, '--node', 'yard=-oProxyCommand', '--name', 'Jan'], /--node takes ID=TARGET/u],
    [['--package', file, '--name', 'Jan'], /needs --package, --node and --name/u],
  ])('refuses %j', async (args, words) => {
    const err: string[] = [];
    const io = { out: () => undefined, err: (line: string) => void err.push(line), signal: new AbortController().signal };
    expect(await runCli(VERBS, ['update', ...args], io)).toBe(2);
    expect(err.join('\n')).toMatch(words);
  });
});

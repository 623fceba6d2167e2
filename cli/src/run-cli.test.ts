import { KwError } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import type { Verb, VerbEntry } from './verb.ts';

const verb = (name: string, run: Verb['run']): VerbEntry => ({
  name,
  summary: `does ${name}`,
  load: () => Promise.resolve({ help: '[--fast]', run }),
});

async function call(args: readonly string[], run: Verb['run'] = () => Promise.resolve(0)) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), signal: new AbortController().signal };
  const code = await runCli([verb('replay', run)], args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  it('hands the rest of the line to the verb and ends with its code', async () => {
    const seen: string[] = [];
    const result = await call(['replay', 'a.jsonl', '--fast'], (args) => {
      seen.push(...args);
      return Promise.resolve(1);
    });
    expect(seen).toEqual(['a.jsonl', '--fast']);
    expect(result.code).toBe(1);
  });

  it('lists the verbs on --help and, as an error, when there is none', async () => {
    expect(await call(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('does replay') });
    expect(await call([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('does replay') });
  });

  it('refuses an unknown verb with a code and the cure', async () => {
    expect(await call(['fly'])).toMatchObject({ code: 2, err: expect.stringMatching(/^KW_USAGE: .*fly.*--help/u) });
  });

  it.each([
    ['KW_CONFIG_INVALID', 2],
    ['KW_PORT_TAKEN', 1],
  ] as const)('prints an expected %s as one line and ends with %d', async (code, exit) => {
    const result = await call(['replay'], () => Promise.reject(new KwError(code, { port: 1883 })));
    expect(result.code).toBe(exit);
    expect(result.err.split('\n')).toHaveLength(1);
    expect(result.err).toContain(code);
  });

  it('names the cure when a native module does not load', async () => {
    const broken = Object.assign(new Error("dlopen('build/Release/epoll.node') failed\nstack"), { code: 'ERR_DLOPEN_FAILED' });
    const entry = { name: 'node', summary: '', load: () => Promise.reject(broken) };
    const err: string[] = [];
    const io = { out: () => undefined, err: (line: string) => err.push(line), signal: new AbortController().signal };
    expect(await runCli([entry], ['node'], io)).toBe(1);
    expect(err.join()).toMatch(/KW_NATIVE_MISSING.*epoll\.node.*npm ci/u);
  });

  it('shows the help of one verb without running it', async () => {
    const result = await call(['replay', '--help'], () => Promise.reject(new Error('must not run')));
    expect(result).toMatchObject({ code: 0, out: 'kringwijzer replay [--fast]' });
  });

  it('does not swallow a mistake of ours', async () => {
    await expect(call(['replay'], () => Promise.reject(new TypeError('mistake')))).rejects.toThrow('mistake');
  });
});

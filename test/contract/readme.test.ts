import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../../cli/src/verbs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path));
const PAGES = ['README.md', 'SECURITY.md', 'hardware/traces/README.md', 'test/bench/README.md', ...inDocs.toSorted()].map((path) => ({
  path,
  text: read(path),
}));

/** The first group of each match. */
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, group]) => group ?? []);
const rootScripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);

/** Anchors of a page as GitHub makes them of its headings. */
const anchorsOf = (text: string): string[] =>
  found(text, /^#+ (.+)$/gmu).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Words people type, apart from prose that happens to name the program. */
const codeOf = (text: string): string => [...found(text, /```[a-z]*\n([\s\S]*?)```/gu), ...found(text, /`([^`\n]+)`/gu)].join('\n');

/** Relative links of a page whose file or heading is not there. */
function brokenLinks({ path, text }: { readonly path: string; readonly text: string }): string[] {
  const links = found(text, /\]\(([^)\s]+)\)/gu).filter((link) => !/^[a-z]+:/u.test(link));
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
  });
}

describe.each(PAGES)('$path', ({ path, text }) => {
  it('links to files and headings that are there', () => {
    expect(brokenLinks({ path, text })).toEqual([]);
  });

  it('names scripts that package.json has', () => {
    const named = found(text, /npm run ([\w:-]+)(?![^\n`]* -w )/gu);
    expect(named.filter((name) => !rootScripts.includes(name))).toEqual([]);
  });

  it('names verbs that the command line has', () => {
    const verbs = VERBS.map(({ name }) => name);
    const named = found(codeOf(text), /(?:^|npx )kringwijzer ([a-z]+)/gmu);
    expect(named.filter((name) => !verbs.includes(name))).toEqual([]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');
  const blocks = found(readme, /```sh\n([\s\S]*?)```/gu).flatMap((block) => block.split('\n'));
  const commands = blocks
    .filter((line) => line.startsWith('npx kringwijzer '))
    .map((line) => line.replace(/^npx kringwijzer /u, ''))
    // These run until somebody stops them.
    .filter((line) => !/^(?:start|hub|node)(?:$| (?!--(?:print|check|help)))/u.test(line));

  it('has a row for each verb, and no other', () => {
    expect(found(readme, /^\| `([a-z]+)` \|/gmu).toSorted()).toEqual(VERBS.map(({ name }) => name).toSorted());
  });

  it('leads to each page of docs/ for developers and operators', () => {
    const linked = found(readme, /\]\(([^)\s]+)\)/gu);
    const pages = inDocs.filter((path) => !/^docs\/(?:decisions|handleiding\/bedrading)\//u.test(path));
    expect(pages.filter((path) => !linked.includes(path))).toEqual([]);
  });

  it('shows commands to try', () => {
    expect(commands.length).toBeGreaterThanOrEqual(3);
  });

  it.each(commands)('kringwijzer %s ends well and says something', (command) => {
    const args = [join(ROOT, 'cli/bin/kringwijzer.js'), ...command.split(' ')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 25_000 });
    expect(status, `${stdout}${stderr}`).toBe(0);
    expect(stdout.length).toBeGreaterThan(10);
  });
});

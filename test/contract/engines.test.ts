import { readFile } from 'node:fs/promises';
import { satisfies } from 'semver';
import { describe, expect, it } from 'vitest';

const FLOOR = '20.19.0';
/** Packages that declare a newer Node.js. Each was tried on 20.19's line; anything else that appears here is a decision to take. */
const KNOWN = ['@electron-internal/extract-zip', '@electron/get', 'content-disposition', 'cookie', 'electron'];

interface LockEntry {
  readonly engines?: { readonly node?: string };
}

describe('the floor of Node.js 20.19', () => {
  it('is refused by no other package than those we know of', async () => {
    const lock = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
      readonly packages: Readonly<Record<string, LockEntry>>;
    };
    const refusing = Object.entries(lock.packages)
      .filter(([, { engines }]) => engines?.node !== undefined && !satisfies(FLOOR, engines.node))
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(refusing)].toSorted()).toEqual(KNOWN);
  });
});

import { readFile } from 'node:fs/promises';
import { ERRORS } from '@kringwijzer/contract';
import { describe, expect, it } from 'vitest';
import { GENERATED_PAGES } from '../support/docs/pages.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('generated pages of docs/', () => {
  it.each(GENERATED_PAGES)('$path is what npm run docs would write', async ({ path, text }) => {
    expect(await read(path)).toBe(await text());
  });

  it('docs/errors.md names each code of the table once and no other', async () => {
    const named = [...(await read('docs/errors.md')).matchAll(/^\| `(KW_[A-Z0-9_]+)`/gmu)].map(([, code]) => code);
    expect(named.toSorted()).toEqual(Object.keys(ERRORS).toSorted());
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

describe('the simulator', () => {
  it.each(sources)('%s imports only the contract and its own files', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/gu)].map((match) => match[1] ?? '');
    const strangers = imported.filter((source) => source !== '@kringwijzer/contract' && !/^\.\/[a-z0-9-]+\.ts$/u.test(source));
    expect(strangers).toEqual([]);
  });

  it.each(sources)('%s asks no clock and no chance of its own', (name) => {
    expect(readFileSync(new URL(name, folder), 'utf8')).not.toMatch(/Date\.now|Math\.random|performance\.|setTimeout|setInterval/u);
  });
});

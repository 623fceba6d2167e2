import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBundle } from './build-bundle.ts';
import { makeSounds } from './make-sounds.ts';
import { spokenTexts } from './spoken.ts';

const CONTENT = join(import.meta.dirname, '../../content');
const { bundle } = buildBundle(CONTENT);

describe('what is read aloud', () => {
  it('is every story and the three views with something to read', () => {
    expect(Object.keys(spokenTexts(bundle, 'nl')).sort()).toEqual(
      ['ask', 'co2', 'opinion', ...bundle.streams.flatMap(({ stories }) => stories.map(({ id }) => `story-${id}`))].sort(),
    );
  });

  it('is a recording of the centre where there is one', () => {
    const from = mkdtempSync(join(tmpdir(), 'kw-sounds-'));
    const to = mkdtempSync(join(tmpdir(), 'kw-sounds-out-'));
    mkdirSync(join(from, 'audio/nl'), { recursive: true });
    writeFileSync(join(from, 'audio/nl/co2.mp3'), 'a voice');
    const sounds = makeSounds({ from, to, bundle });
    expect(sounds.nl?.['co2']).toBe('audio/nl/co2.mp3');
    expect(readFileSync(join(to, 'audio/nl/co2.mp3'), 'utf8')).toBe('a voice');
    for (const [language, files] of Object.entries(sounds)) {
      for (const file of Object.values(files)) expect([language, existsSync(join(to, file))]).toEqual([language, true]);
    }
  });
});

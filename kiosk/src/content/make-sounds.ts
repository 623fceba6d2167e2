import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from './schema.ts';
import { type Sounds, SPOKEN_LANGUAGES, spokenTexts } from './spoken.ts';

/** Calm for people who read with difficulty: words a minute and a pause between words in units of 10 ms. */
const SPEED = ['-s', '140', '-g', '2'];
const RECORDINGS = ['mp3', 'ogg', 'wav'];

const canSpeak = (): boolean => {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // not installed: only recordings are packed, and the page hides the button where there is none
  }
};

/**
 * Puts a sound for each text beside the built page: a recording from `audio/<language>/<name>.mp3|ogg|wav` of the content folder where there
 * is one, else one made by espeak-ng when it is installed. Answers what there is.
 */
export function makeSounds(options: { readonly from: string; readonly to: string; readonly bundle: Bundle }): Sounds {
  const speaks = canSpeak();
  const sounds: Record<string, Record<string, string>> = {};
  for (const language of SPOKEN_LANGUAGES) {
    const folder = join('audio', language);
    mkdirSync(join(options.to, folder), { recursive: true });
    const found: Record<string, string> = {};
    for (const [name, text] of Object.entries(spokenTexts(options.bundle, language))) {
      const recorded = RECORDINGS.map((ending) => join(folder, `${name}.${ending}`)).find((file) => existsSync(join(options.from, file)));
      const made = recorded ?? (speaks ? join(folder, `${name}.wav`) : undefined);
      if (made === undefined) continue;
      if (recorded !== undefined) copyFileSync(join(options.from, recorded), join(options.to, recorded));
      else execFileSync('espeak-ng', ['-v', language, ...SPEED, '-w', join(options.to, made), text]);
      found[name] = made;
    }
    sounds[language] = found;
  }
  return sounds;
}

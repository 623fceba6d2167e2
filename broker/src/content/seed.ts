import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ContentBundle,
  type ContentSounds,
  contentBundleSchema,
  contentImageSchema,
  contentSoundsSchema,
  KwError,
  spokenTextsOf,
} from '@kringwijzer/contract';

/** The content the kiosk page was built with: where editing starts, and the source of all that is not edited. */
export interface ContentSeed {
  readonly bundle: ContentBundle;
  /** A picture of it; undefined when it has none of that name. */
  readonly image: (image: string) => Buffer | undefined;
  /** Sounds of it that say what another bundle says: a story that was changed must not be read aloud in its old words. */
  readonly soundsFor: (bundle: ContentBundle) => ContentSounds;
}

/** Reads it from the folder `content` of the built page, with the site's own opening hours in it. Throws KW_CONTENT_SEED. */
export function readSeed(folder: string | undefined, hours: ContentBundle['site']['hours']): ContentSeed {
  if (folder === undefined || !existsSync(join(folder, 'bundle.json')))
    throw new KwError('KW_CONTENT_SEED', { reason: folder === undefined ? 'no folder is set' : `${folder} has no bundle.json` });
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const parsed = contentBundleSchema.safeParse(json('bundle.json'));
  if (!parsed.success) throw new KwError('KW_CONTENT_SEED', { reason: 'its bundle.json is of another version' });
  const built = parsed.data;
  const sounds = existsSync(join(folder, 'sounds.json')) ? contentSoundsSchema.parse(json('sounds.json')) : {};
  return {
    bundle: { ...built, site: { ...built.site, hours } },
    image: (image) => {
      const file = join(folder, contentImageSchema.parse(image));
      return existsSync(file) ? readFileSync(file) : undefined;
    },
    soundsFor: (bundle) => {
      const kept = (['nl', 'en'] as const).map((language) => {
        const [before, now] = [spokenTextsOf(built, language), spokenTextsOf(bundle, language)];
        return [
          language,
          Object.fromEntries(Object.entries(sounds[language] ?? {}).filter(([name]) => before[name] === now[name])),
        ] as const;
      });
      return Object.fromEntries(kept);
    },
  };
}

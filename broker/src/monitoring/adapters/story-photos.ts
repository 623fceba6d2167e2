import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CONTENT_FOLDER } from '../../content/adapters/copy-content.ts';

/** A story of the visitor screen with its photo, for a report. */
export interface PhotoStory {
  readonly title: string;
  readonly text: string;
  /** First and last local day it is shown, `YYYY-MM-DD`; absent: always. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** WebP file as base64. */
  readonly photoBase64: string;
}

const dutch = z.looseObject({ nl: z.string() });
const storySchema = z.looseObject({
  title: dutch,
  text: dutch,
  images: z.array(z.string()),
  from: z.string().optional(),
  until: z.string().optional(),
});
const bundleSchema = z.looseObject({ streams: z.array(z.looseObject({ stories: z.array(storySchema) })) });
const publishedSchema = z.looseObject({
  current: z
    .string()
    .regex(/^[a-f0-9]{16}$/u)
    .optional(),
});
const PHOTO = /^images\/(?<name>photo-[a-f0-9]{16}\.webp)$/u;

/**
 * Stories with a photo that the site approved and published for its visitor screen; everybody in them said yes. A site without
 * such content, or with files that cannot be read, has none: a report does without photos.
 */
export function photoStories(dataFolder: string): readonly PhotoStory[] {
  const folder = join(dataFolder, CONTENT_FOLDER);
  const { current } = readJson(join(folder, 'published.json'), publishedSchema) ?? {};
  if (current === undefined) return [];
  const { streams } = readJson(join(folder, 'bundles', current, 'bundle.json'), bundleSchema) ?? { streams: [] };
  return streams
    .flatMap(({ stories }) => stories)
    .flatMap(({ title, text, images, from, until }) => {
      const name = images.map((image) => PHOTO.exec(image)?.groups?.['name']).find((found) => found !== undefined);
      const photo = name === undefined ? undefined : readPhoto(folder, current, name);
      return photo === undefined ? [] : [{ title: title.nl, text: text.nl, from, until, photoBase64: photo.toString('base64') }];
    });
}

/** The small one when it is there: a letter by e-mail should stay small too. */
function readPhoto(folder: string, version: string, name: string): Buffer | undefined {
  const file = [join(folder, 'small', name), join(folder, 'bundles', version, 'images', name)].find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file);
}

function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined; // the visitor screen's own part of the hub sets a damaged file aside and tells of it
  }
}

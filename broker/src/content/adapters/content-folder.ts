import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ContentDraft,
  type ContentManifest,
  contentDraftSchema,
  contentReportSchema,
  publishedBundleSchema,
} from '@kringwijzer/contract';
import { z } from 'zod';
import type { MadePhoto } from './photo-maker.ts';
import { syncFolder, writeWhole } from './whole-file.ts';

const publishedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  current: z.string().optional(),
  /** Newest first. */
  bundles: z.array(publishedBundleSchema),
});
export type Published = z.infer<typeof publishedSchema>;
const reportsSchema = z.record(z.string(), contentReportSchema);
export type Reports = z.infer<typeof reportsSchema>;
const filesSchema = z.array(z.strictObject({ path: z.string(), sha256: z.string(), bytes: z.int() }));

/** One file of a bundle that is to be written. */
export interface BundleFile {
  readonly path: string;
  readonly data: Buffer;
}

const MANIFEST = 'manifest.json';
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/**
 * Content on the hub's disk: `draft.json`, `images/` and `small/` with the photos people sent, `published.json`, and one folder a bundle in
 * `bundles/`. Each file is replaced as a whole.
 */
export interface ContentFolder {
  readonly readDraft: () => ContentDraft | undefined;
  readonly writeDraft: (draft: ContentDraft) => void;
  readonly readPublished: () => Published;
  readonly writePublished: (published: Published) => void;
  readonly readReports: () => Reports;
  readonly writeReports: (reports: Reports) => void;
  /** Keeps a photo under the hash of what it shows; the answer is its name in a bundle. */
  readonly addPhoto: (photo: MadePhoto) => string;
  /** The photo of this name, the small one when asked for and there; undefined when it is not ours. */
  readonly photo: (image: string, size?: 'small') => Buffer | undefined;
  readonly writeBundle: (version: string, files: readonly BundleFile[]) => void;
  readonly manifestFiles: (version: string) => ContentManifest['files'];
  readonly bundleFile: (version: string, path: string) => Buffer | undefined;
  readonly removeBundle: (version: string) => void;
  /** Takes away photos that are not in `used` and were added before `beforeMs`. */
  readonly sweepPhotos: (used: ReadonlySet<string>, beforeMs: number) => void;
}

/** Told of a file that cannot be read, and where it was put aside. */
export type OnDamaged = (damage: { readonly file: string; readonly aside: string; readonly reason: string }) => void;

/** Opens the folder, made when it is not there. A file a disk damaged is put aside, so that the hub still starts. */
export function openContentFolder(path: string, onDamaged: OnDamaged): ContentFolder {
  const at = (...names: readonly string[]): string => join(path, ...names);
  for (const folder of ['images', 'small', 'bundles']) mkdirSync(at(folder), { recursive: true, mode: 0o750 });
  const file = <T>(name: string, schema: z.ZodType<T>) => ({
    read: (): T | undefined => readChecked(at(name), schema, onDamaged),
    write: (value: T): void => writeWhole(at(name), JSON.stringify(value)),
  });
  const draft = file('draft.json', contentDraftSchema);
  const published = file('published.json', publishedSchema);
  const reports = file('reports.json', reportsSchema);
  return {
    readDraft: draft.read,
    writeDraft: draft.write,
    readPublished: () => published.read() ?? { schemaVersion: 1, bundles: [] },
    writePublished: published.write,
    readReports: () => reports.read() ?? {},
    writeReports: reports.write,
    ...photosIn(at),
    ...bundlesIn(at, onDamaged),
  };
}

type At = (...names: readonly string[]) => string;

function photosIn(at: At): Pick<ContentFolder, 'addPhoto' | 'photo' | 'sweepPhotos'> {
  return {
    addPhoto: ({ large, small }) => {
      const name = `photo-${sha256(large).slice(0, 16)}.webp`;
      writeWhole(at('small', name), small);
      writeWhole(at('images', name), large);
      return `images/${name}`;
    },
    photo: (image, size) => {
      const name = /^images\/(photo-[a-f0-9]{16}\.webp)$/u.exec(image)?.[1];
      if (name === undefined) return undefined;
      return readIfThere(at(size === 'small' ? 'small' : 'images', name));
    },
    sweepPhotos: (used, beforeMs) => {
      for (const name of readdirSync(at('images'))) {
        if (used.has(`images/${name}`) || statSync(at('images', name)).mtimeMs >= beforeMs) continue;
        rmSync(at('images', name), { force: true });
        rmSync(at('small', name), { force: true });
      }
    },
  };
}

function bundlesIn(at: At, onDamaged: OnDamaged): Pick<ContentFolder, 'writeBundle' | 'manifestFiles' | 'bundleFile' | 'removeBundle'> {
  return {
    writeBundle: (version, files) => {
      if (existsSync(at('bundles', version))) return;
      const part = at('bundles', `${version}.part`);
      rmSync(part, { recursive: true, force: true });
      mkdirSync(join(part, 'images'), { recursive: true, mode: 0o750 });
      for (const { path, data } of files) writeFileSync(join(part, path), data, { mode: 0o640, flush: true });
      const manifest = files.map(({ path, data }) => ({ path, sha256: sha256(data), bytes: data.length }));
      writeFileSync(join(part, MANIFEST), JSON.stringify(manifest), { mode: 0o640, flush: true });
      renameSync(part, at('bundles', version));
      syncFolder(at('bundles'));
    },
    manifestFiles: (version) => readChecked(at('bundles', version, MANIFEST), filesSchema, onDamaged) ?? [],
    bundleFile: (version, path) => (isInside(version, path) ? readIfThere(at('bundles', version, path)) : undefined),
    removeBundle: (version) => rmSync(at('bundles', version), { recursive: true, force: true }),
  };
}

/** Names we gave ourselves; nothing that climbs out of the folder has such a name. */
const isInside = (version: string, path: string): boolean =>
  /^[a-f0-9]{16}$/u.test(version) && /^(?:images\/[a-z0-9-]{1,60}\.(?:svg|webp|jpg|png)|(?:bundle|sounds)\.json)$/u.test(path);

const readIfThere = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);

function readChecked<T>(file: string, schema: z.ZodType<T>, onDamaged: OnDamaged): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const aside = `${file}.damaged`;
    renameSync(file, aside);
    onDamaged({ file, aside, reason: cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause) });
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ContentManifest,
  type ContentReport,
  contentManifestSchema,
  contentPathSchema,
  contentReportSchema,
  KwError,
} from '@kringwijzer/contract';
import { z } from 'zod';
import { type BundleKey, type ContentState, NO_CONTENT } from '../core/content-trial.ts';
import { renameSynced, writeSynced } from './whole-file.ts';

const keySchema = z.strictObject({ version: z.string(), publishedAt: z.number() });
const keptSchema = z.strictObject({
  schemaVersion: z.literal(1),
  current: keySchema.optional(),
  previous: keySchema.optional(),
  trial: z.boolean(),
  refused: z.array(keySchema).readonly(),
  /** What the hub has not been told yet. */
  report: contentReportSchema.optional(),
});

/** State of the content with what is still to be told to the hub. */
export type KeptContent = ContentState & { readonly report?: ContentReport | undefined };

/** Fetches one file of a bundle. */
export type FetchFile = (version: string, path: string) => Promise<Buffer>;

/** Content on the kiosk's own disk: works for as long as the hub is away. One folder a bundle; `state.json` says which one is shown. */
export interface ContentDisk {
  readonly read: () => Promise<KeptContent>;
  /** The swap itself: one rename. */
  readonly write: (state: KeptContent) => Promise<void>;
  /** Fetches what is not here yet and checks every hash. Throws KW_CONTENT_DAMAGED. */
  readonly take: (manifest: ContentManifest, fetchFile: FetchFile) => Promise<void>;
  /** True when all files of a bundle are here and whole. */
  readonly isWhole: (key: BundleKey) => Promise<boolean>;
  readonly file: (version: string, path: string) => Promise<Buffer | undefined>;
  /** Takes away all bundles but these. */
  readonly keepOnly: (versions: readonly string[]) => Promise<void>;
}

const MANIFEST = 'manifest.json';
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** Opens the content folder below the kiosk's data. */
export function openContentDisk(dataDir: string): ContentDisk {
  const root = join(dataDir, 'content');
  const bundleDir = (version: string): string => join(root, version);
  const stateFile = join(root, 'state.json');
  const file: ContentDisk['file'] = async (version, path) =>
    contentPathSchema.safeParse(path).success ? readFile(join(bundleDir(version), path)).catch(() => undefined) : undefined;
  const manifestOf = async (version: string): Promise<ContentManifest | undefined> => {
    const text = await readFile(join(bundleDir(version), MANIFEST), 'utf8').catch(() => undefined); // absent: not taken yet
    return text === undefined ? undefined : contentManifestSchema.safeParse(parseJson(text)).data;
  };
  const isWhole: ContentDisk['isWhole'] = async ({ version }) => {
    const manifest = await manifestOf(version);
    if (manifest === undefined) return false;
    for (const { path, sha256: hash } of manifest.files) {
      const data = await file(version, path);
      if (data === undefined || sha256(data) !== hash) return false;
    }
    return true;
  };
  return {
    file,
    isWhole,
    read: async () => {
      const text = await readFile(stateFile, 'utf8').catch(() => undefined); // absent before the first bundle
      const kept = text === undefined ? undefined : keptSchema.safeParse(parseJson(text)).data;
      if (kept === undefined) return NO_CONTENT;
      const { schemaVersion: _version, ...state } = kept;
      return state;
    },
    write: async (state) => {
      await mkdir(root, { recursive: true });
      await writeSynced(`${stateFile}.new`, JSON.stringify({ schemaVersion: 1, ...state } satisfies z.input<typeof keptSchema>));
      await renameSynced(`${stateFile}.new`, stateFile);
    },
    take: async (manifest, fetchFile) => {
      if (await isWhole(manifest)) return;
      const part = `${bundleDir(manifest.version)}.part`;
      await rm(part, { recursive: true, force: true });
      await mkdir(join(part, 'images'), { recursive: true });
      const known = await readdir(root);
      for (const { path, sha256: hash } of manifest.files) {
        const data = (await besideIn({ root, known, path, hash })) ?? (await fetchFile(manifest.version, path));
        if (sha256(data) !== hash) throw new KwError('KW_CONTENT_DAMAGED', { file: path });
        await writeSynced(join(part, path), data);
      }
      await writeSynced(join(part, MANIFEST), JSON.stringify(manifest));
      await rm(bundleDir(manifest.version), { recursive: true, force: true });
      await rename(part, bundleDir(manifest.version));
    },
    keepOnly: async (versions) => {
      const names = await readdir(root).catch(() => []);
      for (const name of names)
        if (name !== 'state.json' && !versions.includes(name)) await rm(join(root, name), { recursive: true, force: true });
    },
  };
}

interface Beside {
  readonly root: string;
  readonly known: readonly string[];
  readonly path: string;
  readonly hash: string;
}

/** The same picture out of another bundle: most of them stay the same, and the network of a yard is slow. */
async function besideIn({ root, known, path, hash }: Beside): Promise<Buffer | undefined> {
  if (!path.startsWith('images/')) return undefined;
  for (const name of known.filter((one) => /^[a-f0-9]{16}$/u.test(one))) {
    const data = await readFile(join(root, name, path)).catch(() => undefined); // that bundle has no such picture
    if (data !== undefined && sha256(data) === hash) return data;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a damaged file: the schema says so
  }
}

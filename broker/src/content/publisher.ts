import { createHash } from 'node:crypto';
import {
  type ContentBundle,
  type ContentDraft,
  type ContentManifest,
  type ContentReport,
  contentBundleSchema,
  KwError,
  type PublishedBundle,
} from '@kringwijzer/contract';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { HubDb } from '../ports/hub-db.ts';
import type { BundleFile, ContentFolder } from './adapters/content-folder.ts';
import { assembleBundle, imagesOf, type UnhashedBundle } from './core/assemble-bundle.ts';
import type { ContentSeed } from './seed.ts';

/** Bundles that are kept to go back to. */
const KEEP = 8;
/** Photos nobody used for so long are taken away, ms. */
const UNUSED_PHOTO_MS = 30 * 86_400_000;

interface PublisherDeps {
  readonly folder: ContentFolder;
  readonly seed: () => ContentSeed;
  readonly draft: () => ContentDraft;
  readonly audit: HubDb['audit'];
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** Makes bundles out of what was approved, and tells kiosks which one to show. */
export interface Publisher {
  /** Makes a bundle of what is approved now. The same content gives the same version. Throws KW_CONTENT_INVALID, KW_CONTENT_SEED. */
  publish(by: string): PublishedBundle;
  /** Gives the kiosks an earlier bundle again. Throws KW_NOT_FOUND. */
  restore(by: string, version: string): PublishedBundle;
  /** What kiosks must fetch; undefined before the first time. */
  manifest(): ContentManifest | undefined;
  bundleFile(version: string, path: string): Buffer | undefined;
  /** A file of the bundle of now. */
  currentFile(path: string): Buffer | undefined;
  currentBundle(): ContentBundle | undefined;
  /** How a kiosk fares with a bundle. */
  report(kiosk: string, report: ContentReport): void;
  reports(): readonly { readonly kiosk: string; readonly report: ContentReport }[];
  bundles(): readonly PublishedBundle[];
  current(): string | undefined;
}

/** Keeps published bundles and what kiosks said of them. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const { folder, seed, audit, nowMs, log } = deps;
  let published = folder.readPublished();
  let open: { readonly version: string; readonly bundle: ContentBundle } | undefined;

  const put = (bundle: PublishedBundle): PublishedBundle => {
    const bundles = [bundle, ...published.bundles.filter(({ version }) => version !== bundle.version)];
    published = { schemaVersion: 1, current: bundle.version, bundles: bundles.slice(0, KEEP) };
    folder.writePublished(published);
    for (const { version } of bundles.slice(KEEP)) folder.removeBundle(version);
    return bundle;
  };
  const currentFile = (path: string): Buffer | undefined =>
    published.current === undefined ? undefined : folder.bundleFile(published.current, path);

  return {
    publish: (by) => {
      const { version, files, stories } = bundleFiles(assembleBundle(seed().bundle, deps.draft()), { seed: seed(), folder });
      folder.writeBundle(version, files);
      const bundle = put({ version, publishedAt: nowMs(), by, stories });
      audit.add({ at: nowMs(), actor: by, action: 'publish content', detail: `${version}, ${stories} stories` });
      log.info({ version, stories, by }, 'content published');
      const kept = published.bundles.flatMap((one) => folder.manifestFiles(one.version).map(({ path }) => path));
      const written = JSON.stringify(deps.draft()).match(/images\/[a-z0-9.-]+/gu) ?? [];
      folder.sweepPhotos(new Set([...kept, ...written]), nowMs() - UNUSED_PHOTO_MS);
      return bundle;
    },
    restore: (by, version) => {
      const known = published.bundles.find((one) => one.version === version);
      if (known === undefined) throw new KwError('KW_NOT_FOUND', { path: `content ${version}` });
      audit.add({ at: nowMs(), actor: by, action: 'restore content', detail: version });
      return put({ ...known, publishedAt: nowMs(), by });
    },
    manifest: () => {
      const { current, bundles } = published;
      const bundle = bundles.find(({ version }) => version === current);
      return bundle && { version: bundle.version, publishedAt: bundle.publishedAt, files: folder.manifestFiles(bundle.version) };
    },
    bundleFile: folder.bundleFile,
    currentFile,
    currentBundle: () => {
      const { current } = published;
      if (current === undefined || open?.version === current) return open?.bundle;
      const text = currentFile('bundle.json');
      if (text !== undefined) open = { version: current, bundle: contentBundleSchema.parse(JSON.parse(text.toString('utf8'))) };
      return open?.bundle;
    },
    ...keepReports(deps),
    bundles: () => published.bundles,
    current: () => published.current,
  };
}

/** What kiosks said last; what went wrong is also a privileged fact. */
function keepReports({ folder, audit, nowMs, log }: PublisherDeps): Pick<Publisher, 'report' | 'reports'> {
  let reports = folder.readReports();
  return {
    report: (kiosk, report) => {
      reports = { ...reports, [kiosk]: report };
      folder.writeReports(reports);
      const { version, outcome, reason = '' } = report;
      if (outcome === 'running') {
        log.info({ kiosk, version }, 'kiosk shows the content');
        return;
      }
      log.warn({ kiosk, version, outcome, reason }, 'kiosk does not show the content');
      audit.add({ at: nowMs(), actor: `kiosk ${kiosk}`, action: `content ${outcome}`, detail: `${version}, ${reason}`.slice(0, 200) });
    },
    reports: () => Object.entries(reports).map(([kiosk, report]) => ({ kiosk, report })),
  };
}

interface Sources {
  readonly seed: ContentSeed;
  readonly folder: ContentFolder;
}

/** The files of a bundle, checked by the schema the kiosk uses and named by what is in them. Throws KW_CONTENT_INVALID. */
function bundleFiles(unhashed: UnhashedBundle, { seed, folder }: Sources) {
  const images = imagesOf(unhashed).map((path): BundleFile => {
    const data = folder.photo(path) ?? seed.image(path);
    if (data === undefined) throw new KwError('KW_CONTENT_INVALID', { file: path, reason: 'the picture is not there' });
    return { path, data };
  });
  const hash = createHash('sha256').update(JSON.stringify(unhashed));
  for (const { data } of images) hash.update(data);
  const version = hash.digest('hex').slice(0, 16);
  const checked = contentBundleSchema.safeParse({ ...unhashed, version });
  if (!checked.success) throw new KwError('KW_CONTENT_INVALID', { file: 'draft', reason: z.prettifyError(checked.error) });
  const json = (path: string, value: unknown): BundleFile => ({ path, data: Buffer.from(JSON.stringify(value)) });
  const sounds = json('sounds.json', seed.soundsFor(checked.data));
  const stories = checked.data.streams.reduce((sum, stream) => sum + stream.stories.length, 0);
  return { version, stories, files: [json('bundle.json', checked.data), sounds, ...images] };
}

import { join } from 'node:path';
import type { ContentBundle } from '@kringwijzer/contract';
import type { Logger } from 'pino';
import type { HubDb } from '../ports/hub-db.ts';
import { openContentFolder } from './adapters/content-folder.ts';
import { CONTENT_FOLDER } from './adapters/copy-content.ts';
import { createPhotoMaker } from './adapters/photo-maker.ts';
import { createEditor, type Editor } from './editor.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { type ContentSeed, readSeed } from './seed.ts';

/** What content stands on. */
export interface ContentDeps {
  /** Folder of the hub's data; content has a folder of its own in it. */
  readonly folder: string;
  /** Folder of the built kiosk page. */
  readonly kioskDir: string | undefined;
  /** Opening hours of the site, where editing starts. */
  readonly hours: ContentBundle['site']['hours'];
  readonly audit: HubDb['audit'];
  readonly nowMs: () => number;
  readonly log: Logger;
}

/** What visitors see on the kiosks: writing it, approving it, publishing it. */
export interface Content extends Editor, Publisher {}

/** Opens the content of a site. Nothing is read before it is asked for; what is asked then may throw KW_CONTENT_SEED. */
export function openContent(deps: ContentDeps): Content {
  const { nowMs, audit, log } = deps;
  const folder = openContentFolder(join(deps.folder, CONTENT_FOLDER), (damage) =>
    log.error(damage, 'a file of the kiosk content is damaged'),
  );
  let read: ContentSeed | undefined;
  const seed = (): ContentSeed => (read ??= readSeed(deps.kioskDir === undefined ? undefined : join(deps.kioskDir, 'content'), deps.hours));
  const publisher = createPublisher({ folder, seed, audit, nowMs, log, draft: () => editor.draft() });
  const editor = createEditor({ folder, seed, audit, nowMs, photos: createPhotoMaker(), publisher });
  return { ...editor, ...publisher };
}

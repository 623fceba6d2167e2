import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KwError } from '@kringwijzer/contract';
import { z } from 'zod';
import { type Bundle, bundleSchema } from './schema.ts';

/** The files a content folder is made of; each is one key of the bundle. */
const PARTS = ['site', 'phases', 'streams', 'outcomes', 'impact', 'places', 'shop', 'saidDone', 'spoken'] as const;

export interface BuiltBundle {
  readonly bundle: Bundle;
  /** Pictures the bundle names, as paths below the content folder. */
  readonly images: readonly string[];
}

/**
 * The bundle out of a content folder, checked and hashed with its pictures. Throws KW_CONTENT_INVALID that names the file and the key,
 * or the picture that is missing.
 */
export function buildBundle(folder: string): BuiltBundle {
  const parts = Object.fromEntries(PARTS.map((part) => [part, readPart(folder, part)]));
  const draft = bundleSchema.safeParse({ schemaVersion: 1, version: 'x'.repeat(16), ...parts });
  if (!draft.success) throw new KwError('KW_CONTENT_INVALID', { file: folder, reason: z.prettifyError(draft.error) });
  const images = [...new Set(JSON.stringify(draft.data).match(/images\/[a-z0-9.-]+/gu) ?? [])].sort();
  const hash = createHash('sha256').update(JSON.stringify(draft.data));
  for (const image of images) hash.update(readImage(folder, image));
  return { bundle: { ...draft.data, version: hash.digest('hex').slice(0, 16) }, images };
}

function readPart(folder: string, part: string): unknown {
  const file = join(folder, `${part}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new KwError('KW_CONTENT_INVALID', { file, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}

function readImage(folder: string, image: string): Buffer {
  const file = join(folder, image);
  if (!existsSync(file)) throw new KwError('KW_CONTENT_INVALID', { file, reason: 'the picture is not there' });
  return readFileSync(file);
}

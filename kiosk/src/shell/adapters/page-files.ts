import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
};

export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  /** True for files whose name holds a hash of their content. */
  readonly immutable: boolean;
}

/** The media type of a file by its ending; undefined for what the page does not consist of. */
export const typeOf = (path: string): string | undefined => TYPES[extname(path)];

/** A file of the built page, or undefined for anything outside `root`, of an unknown type, or absent. `path` is decoded once. */
export async function readPageFile(root: string, path: string): Promise<PageFile | undefined> {
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = resolve(join(root, path.endsWith('/') ? `${path}index.html` : path));
  const type = typeOf(file);
  if (type === undefined || !file.startsWith(resolve(root) + sep)) return undefined;
  const body = await readFile(file).catch(() => undefined); // absent or a folder: not found either way
  return body && { body, type, immutable: path.startsWith('/assets/') };
}

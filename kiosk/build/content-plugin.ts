import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { buildBundle } from '../src/content/build-bundle.ts';
import { makeSounds } from '../src/content/make-sounds.ts';
import { DEFAULT_SETTINGS } from '../src/content/settings.ts';

/** Checks the content folder and puts its bundle and pictures beside the built page. */
export function contentPlugin(options: { readonly from: string; readonly outDir: string }): Plugin {
  return {
    name: 'kiosk-content',
    writeBundle: () => {
      const { bundle, images } = buildBundle(options.from);
      const to = join(options.outDir, 'content');
      mkdirSync(to, { recursive: true });
      writeFileSync(join(to, 'bundle.json'), JSON.stringify(bundle));
      writeFileSync(join(to, 'sounds.json'), JSON.stringify(makeSounds({ from: options.from, to, bundle })));
      // What a runner answers from its own knowledge; here for a page opened straight from the hub.
      writeFileSync(join(options.outDir, 'settings.json'), JSON.stringify(DEFAULT_SETTINGS));
      writeFileSync(join(options.outDir, 'last-summary.json'), 'null');
      for (const image of images) {
        mkdirSync(dirname(join(to, image)), { recursive: true });
        copyFileSync(join(options.from, image), join(to, image));
      }
    },
  };
}

/** Tells the service worker which files to keep; runs last, when all of them are there. */
export function offlinePlugin(options: { readonly outDir: string }): Plugin {
  return {
    name: 'kiosk-offline',
    enforce: 'post',
    closeBundle: () => {
      const worker = join(options.outDir, 'sw.js');
      const files = readdirSync(options.outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.map$|^sw\.js$/u.test(entry.name))
        .map((entry) => relative(options.outDir, join(entry.parentPath, entry.name)))
        // Sounds are large and not needed to understand a page: they come from the server or not at all.
        .filter((file) => !file.startsWith(join('content', 'audio')))
        .sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(join(options.outDir, file)));
      // index.html is asked for as the folder itself, as the address bar does.
      const list = ['./', ...files.filter((file) => file !== 'index.html')];
      const text = readFileSync(worker, 'utf8');
      writeFileSync(
        worker,
        text.replace(/["'`]__KW_FILES__["'`]/u, JSON.stringify(list)).replace('__KW_VERSION__', hash.digest('hex').slice(0, 16)),
      );
    },
  };
}

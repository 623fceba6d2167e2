import { join } from 'node:path';
import { defineConfig } from 'vite';
import { contentPlugin, offlinePlugin } from './build/content-plugin.ts';

const here = import.meta.dirname;
const outDir = join(here, 'dist');

/** The visitor's page. Nothing is inlined: the content security policy allows scripts, styles and pictures from the hub only. */
export default defineConfig({
  base: '/kiosk/',
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: join(here, 'index.html'), sw: join(here, 'src/page/sw.ts') },
      output: { entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  plugins: [contentPlugin({ from: join(here, 'content'), outDir }), offlinePlugin({ outDir })],
});

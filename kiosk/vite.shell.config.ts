import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const source = join(import.meta.dirname, 'src');

/** The runner and Electron's main process, each in one file with all it needs, so that a kiosk needs no node_modules. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { noExternal: true, resolve: { conditions: ['source', 'node'] } },
  build: {
    ssr: true,
    target: 'node20',
    outDir: join(import.meta.dirname, 'app/dist'),
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: { main: join(source, 'shell/main.ts'), 'electron-main': join(source, 'shell/electron-main.ts') },
      external: [/^electron(?:\/|$)/u, ...builtinModules, /^node:/u],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  plugins: [
    {
      name: 'failure-page',
      closeBundle: () => {
        cpSync(join(source, 'failure'), join(import.meta.dirname, 'app/dist/failure'), { recursive: true });
      },
    },
  ],
});

import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The preload: one CommonJS file, because a sandboxed preload cannot be a module. Nothing is left but `require("electron")`. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: join(import.meta.dirname, 'app/dist'),
    emptyOutDir: false,
    rolldownOptions: {
      input: { preload: join(import.meta.dirname, 'src/preload/preload.ts') },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});

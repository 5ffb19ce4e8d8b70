import { join } from 'node:path';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

// The live page as one file, as the report's page is (src/page): src/demo/read-page.ts reads it.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [viteSingleFile()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '..', '..', '..', 'build', 'demo'),
    emptyOutDir: true,
    modulePreload: false,
    target: 'es2022',
  },
});

import { join } from 'node:path';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

// The report's page as one file, script and style inside. Reports are written by putting a run into it: see
// src/report/html/template.ts.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [viteSingleFile()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '..', '..', 'build', 'report'),
    emptyOutDir: true,
    modulePreload: false,
    target: 'es2022',
  },
});

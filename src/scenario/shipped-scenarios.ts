import { join, relative, resolve, sep } from 'node:path';
import type { Vite } from 'vitest/node';
import { packageRoot } from './project-root.ts';

/** Below node_modules Node strips no types: there vite does it for the scenarios that come with knocklab. */
export const ownScenarios = /\/node_modules\/knocklab\/scenarios\/.*\.ts$/;

/** Their imports of `src/` lead to `js/` there (docs/decisions/017). */
export function shippedScenarioPlugin(): Vite.Plugin {
  return {
    name: 'knocklab:shipped-scenarios',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !ownScenarios.test(importer) || !source.startsWith('.')) return undefined;
      const name = relative(packageRoot, resolve(importer, '..', source));
      if (!name.startsWith(`src${sep}`)) return undefined;
      return join(packageRoot, 'js', name.slice(4).replace(/\.ts$/, '.js'));
    },
  };
}

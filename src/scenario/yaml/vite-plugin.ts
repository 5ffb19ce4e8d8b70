import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Vite } from 'vitest/node';

/**
 * Turns a YAML scenario into a test module. The text is handed on as it is and read in the worker, so that a fault in
 * it comes back as the error it is, with its place.
 */
export function yamlScenarioPlugin(): Vite.Plugin {
  const module = fileURLToPath(new URL('./yaml-scenario.ts', import.meta.url));
  return {
    name: 'knocklab:yaml-scenario',
    enforce: 'pre',
    transform(text, id) {
      if (!/\.ya?ml$/.test(id)) return undefined;
      const code = [
        `import { yamlScenario } from ${JSON.stringify(module)};`,
        `yamlScenario({ name: ${JSON.stringify(relative(process.cwd(), id))}, text: ${JSON.stringify(text)} });`,
      ];
      return { code: code.join('\n'), map: null };
    },
  };
}

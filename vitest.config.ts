import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Those need QEMU and a guest to boot: `npm run test:chr` builds one and runs them.
    exclude: [...configDefaults.exclude, '**/*.qemu.test.ts'],
    globalSetup: ['test/no-packet-leaves.ts', 'test/machine-stays-as-it-is.ts'],
    // The programs that labs start are compiled once, as bin/knocklab.js has it.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'knocklab') },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxConcurrency: 2,
    pool: 'forks',
    maxWorkers: 2,
  },
});

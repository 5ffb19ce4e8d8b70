import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // These need root and a Docker engine (npm run test:docker), a guest to boot (npm run test:chr), or minutes (npm run test:hard).
    exclude: [...configDefaults.exclude, 'test/docker/**', 'test/compose/**', 'test/hard/**', '**/*.qemu.test.ts'],
    globalSetup: ['test/no-packet-leaves.ts', 'test/machine-stays-as-it-is.ts'],
    // The programs that labs start are compiled once, as bin/knocklab.js has it.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'knocklab') },
    // GitHub's workflow parser imports JSON as bundlers take it, and Node does not.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // What has been sent is counted in a moment, on a busy machine in seconds.
    expect: { poll: { timeout: 15_000 } },
    maxConcurrency: 2,
    pool: 'forks',
    maxWorkers: 3,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/no-packet-leaves.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxConcurrency: 2,
    pool: 'forks',
    maxWorkers: 2,
  },
});

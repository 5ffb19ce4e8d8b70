import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The test of docker-compose.lab.yml. Docker's bridges lie on the machine, so packets of that lab are seen there. */
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/compose/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: [],
    // Both have the same subnets.
    maxWorkers: 1,
  },
});

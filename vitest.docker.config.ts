import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The tests of the docker fabric; as with the others no packet leaves, and the machine stays as it is. */
export default defineConfig({
  test: { ...base.test, include: ['test/docker/**/*.test.ts'], exclude: ['**/node_modules/**'], maxWorkers: 2 },
});

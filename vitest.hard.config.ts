import { configDefaults, defineConfig } from 'vitest/config';
import { ReliabilityReporter } from './test/hard/reliability-reporter.ts';
import usual from './vitest.config.ts';

// What a run has to hold against: minutes, on a machine that has nothing else to do (docs/reliability.md).
export default defineConfig({
  test: {
    ...usual.test,
    include: ['test/hard/**/*.hard.test.ts'],
    exclude: configDefaults.exclude,
    maxWorkers: 1,
    reporters: ['default', new ReliabilityReporter()],
  },
});

import { configDefaults, defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

// What boots a machine in QEMU: minutes under emulation, and only where QEMU and the stand-in guest are (docs/chr.md).
export default defineConfig({
  test: {
    ...usual.test,
    include: ['src/**/*.qemu.test.ts', 'test/chr/**/*.qemu.test.ts'],
    exclude: configDefaults.exclude,
    // A guest mostly waits: for its boot’s pauses, and for schedulers in real time.
    maxWorkers: 2,
  },
});

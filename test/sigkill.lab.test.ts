import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

// Nothing may outlive a run that is killed: the kernel takes the sandbox away, and nothing of a lab ever lay on a disk.

const folder = mkdtempSync(join(tmpdir(), 'knocklab-sigkill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Spread over a run from its first process to its last steps, different in each run of the suite. */
const moments = Array.from({ length: 10 }, (_, index) => Math.round(100 + index * 900 + Math.random() * 900));

test.for(moments)('a run killed after %i ms leaves nothing behind', async (afterMs) => {
  const own = join(folder, String(afterMs));
  const [temporary, out] = [join(own, 'tmp'), join(own, 'reports')];
  mkdirSync(temporary, { recursive: true });
  const mark = `KNOCKLAB_TEST_RUN=${own}`;
  const run = execa(process.execPath, ['bin/knocklab.js', 'run', 'husain/scheme3', '--out', out], {
    reject: false,
    env: { TMPDIR: temporary, KNOCKLAB_TEST_RUN: own },
  });
  await pause(afterMs);
  expect(markedProcesses(mark)).not.toEqual([]);
  run.kill('SIGKILL');
  await run;
  await expect.poll(() => markedProcesses(mark), { timeout: 5000 }).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
});

/** Every process that the run started has its environment, those inside the sandbox among them. */
function markedProcesses(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environment(pid).includes(`${mark}\0`));
}

function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile, or is another user's.
  }
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { standIn } from '../../src/router/drivers/chr/fixtures/guest-lab.ts';

// The kernel ends QEMU with the lab, and what QEMU writes lies in the lab.

const folder = mkdtempSync(join(tmpdir(), 'knocklab-chr-sigkill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const moments: [string, (own: string) => boolean][] = [
  ['while the guest boots', (own) => markedProcesses(own, 'qemu-system').length > 0],
  ['during a scenario', (own) => trace(own).includes('"step-finished"')],
];

test.for(moments)('a run that is killed %s leaves nothing behind', { timeout: 400_000 }, async ([name, isThen]) => {
  const own = join(folder, name.replaceAll(' ', '-'));
  const temporary = join(own, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const argv = ['run', 'husain/scheme1', '--router', 'chr', '--image', standIn, '--no-snapshot', '--out', own];
  const run = execa(process.execPath, ['bin/knocklab.js', ...argv], {
    reject: false,
    env: { TMPDIR: temporary, KNOCKLAB_TEST_RUN: own, XDG_CACHE_HOME: join(own, 'cache') },
  });
  await expect.poll(() => isThen(own), { timeout: 350_000, interval: 200 }).toBe(true);
  expect(markedProcesses(own, 'qemu-system')).not.toEqual([]);
  run.kill('SIGKILL');
  await run;
  await expect.poll(() => markedProcesses(own, ''), { timeout: 10_000 }).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(join(own, 'cache', 'knocklab', 'chr', 'snapshots'))).toBe(false);
  expect(Object.keys(networkInterfaces()).filter((link) => link.startsWith('kl-'))).toEqual([]);
});

function trace(own: string): string {
  const run = readdirSync(own).find((name) => existsSync(join(own, name, 'trace.jsonl')));
  return run === undefined ? '' : readFileSync(join(own, run, 'trace.jsonl'), 'utf8');
}

/** Every process that the run started has its environment, those inside the sandbox among them. */
function markedProcesses(mark: string, command: string): string[] {
  return readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      read(pid, 'environ').includes(`KNOCKLAB_TEST_RUN=${mark}\0`) &&
      read(pid, 'cmdline').startsWith(command),
  );
}

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile, or is another user's.
  }
}

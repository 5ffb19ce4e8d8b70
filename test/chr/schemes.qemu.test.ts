import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { standIn } from '../../src/router/drivers/chr/fixtures/guest-lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'knocklab-chr-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With a cache of the tests' own: the first run boots, the others go on from its snapshot. */
const knocklab = (...argv: readonly string[]) =>
  execa(process.execPath, ['bin/knocklab.js', ...argv], {
    reject: false,
    all: true,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  });

const run = (...argv: readonly string[]) =>
  knocklab('run', ...argv, '--router', 'chr', '--image', standIn, '--out', join(folder, 'reports'));

test('scheme 1 passes on the stand-in guest', { timeout: 400_000 }, async () => {
  const { exitCode, all } = await run('husain/scheme1');
  expect(all).toMatch(/1 scenario: 1 passed/);
  expect(exitCode).toBe(0);
  expect(readdirSync(join(folder, 'cache', 'knocklab', 'chr', 'snapshots'))).toHaveLength(1);
});

test('schemes 2 and 3 pass side by side on what the first has booted', { timeout: 900_000 }, async () => {
  const { exitCode, all } = await run('husain/scheme2', 'husain/scheme3', '--workers', '2');
  expect(all).toMatch(/2 scenarios: 2 passed · 22 steps: 19 passed, 3 skipped/);
  expect(exitCode).toBe(0);
  expect(readdirSync(join(folder, 'cache', 'knocklab', 'chr', 'snapshots'))).toHaveLength(1);
});

test('a firewall without the trap goes red, on a guest of RouterOS 7', { timeout: 400_000 }, async () => {
  const { exitCode, all } = await run(
    'husain/scheme2',
    '--config',
    'lab/router/husain/scheme1.rsc',
    '--bail',
    '--ros',
    '7',
  );
  expect(all).toMatch(/✖ {2}2 an ordinary scan trips the trap/);
  expect(exitCode).toBe(1);
});

test('a lab by hand has a chr, which other processes use and take down', { timeout: 400_000 }, async () => {
  const name = `chr-by-hand-${process.pid}`;
  const up = await knocklab('up', '--router', 'chr', '--image', standIn, '--name', name);
  expect(up.all).toContain(`lab "${name}" is up`);
  const rules = await knocklab('router', '--name', name, ':put [:len [/ip firewall filter find chain=input]]');
  expect(rules.all).toBe('12');
  const scan = await knocklab('exec', '--name', name, 'attacker', '--', 'nmap', '-Pn', '-n', '-p', '22', '10.10.10.1');
  expect(scan.all).toMatch(/22\/tcp open/);
  expect((await knocklab('down', name)).all).toBe(`${name} is down`);
});

test('no image is made up, and none fetched without a yes', async () => {
  const none = await knocklab('run', 'husain/scheme1', '--router', 'chr', '--out', folder);
  expect([none.exitCode, none.all]).toEqual([2, expect.stringContaining('needs "--image"')]);
  const fetched = await knocklab('run', 'husain/scheme1', '--router', 'chr', '--image', 'stable', '--out', folder);
  expect([fetched.exitCode, fetched.all]).toEqual([2, expect.stringContaining('--accept-licence')]);
});

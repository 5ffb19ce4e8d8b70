import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cases } from './cases.ts';
import { openLab } from './open-lab.ts';
import { runCases } from './run-cases.ts';

const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
const image = process.env['KNOCKLAB_STAND_IN'] ?? join(cache, 'knocklab', 'stand-in');

/** A few of each area: a guest that is emulated takes its time. */
const wanted =
  /^(language\/scope|language\/len|menus\/(move|query|place)|lists\/rule-(adds|refreshes)|counters\/|logs\/(prefix|icmp|script)|services\/(ports|ssh-exec|rest-add)|packets\/(reject|dst-nat|psd))/;

test('asks a guest in QEMU as it asks the twin', { timeout: 1_200_000 }, async () => {
  const evidenceFolder = mkdtempSync(join(tmpdir(), 'knocklab-evidence-'));
  onTestFinished(() => rmSync(evidenceFolder, { recursive: true }));
  await using session = await openLab(`contract-chr-${process.pid}`, { kind: 'chr', image, evidenceFolder });
  expect(session.clock.mode).toBe('real');
  const results = await runCases(
    session,
    cases.filter(({ id }) => wanted.test(id)),
  );
  expect(results.filter(({ verdict }) => verdict === 'same').length).toBeGreaterThan(50);
  const others = results.filter(({ verdict }) => verdict === 'differs' || verdict === 'error');
  expect(others.map(({ case: { id }, ...outcome }) => ({ id, ...outcome }))).toEqual([]);
});

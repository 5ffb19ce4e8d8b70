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
const wanted = [
  'language/body-sets-outer-local',
  'language/onerror-has-the-text',
  'menus/move',
  'menus/query-or',
  'menus/unknown-parameter',
  'lists/twice',
  'lists/rule-adds',
  'counters/packets',
  'counters/bytes',
  'logs/prefix',
  'logs/script-info',
  'services/ports-that-answer',
  'services/ssh-exec',
  'services/rest-add',
  'packets/drop',
  'packets/reject-tcp-reset',
  'packets/ttl-less',
  'packets/dst-nat',
  'packets/established-comes-through',
];

test('asks a guest in QEMU as it asks the twin', { timeout: 600_000 }, async () => {
  const evidenceFolder = mkdtempSync(join(tmpdir(), 'knocklab-evidence-'));
  onTestFinished(() => rmSync(evidenceFolder, { recursive: true }));
  await using session = await openLab(`contract-chr-${process.pid}`, {
    kind: 'chr',
    image,
    snapshots: false,
    evidenceFolder,
  });
  expect(session.clock.mode).toBe('real');
  const asked = cases.filter(({ id }) => wanted.includes(id));
  const results = await runCases(session, asked);
  expect(results).toHaveLength(wanted.length);
  const others = results.filter(({ verdict }) => verdict !== 'same');
  expect(others.map(({ case: { id }, ...outcome }) => ({ id, ...outcome }))).toEqual([]);
});

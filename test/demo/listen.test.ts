import { expect, test } from 'vitest';
import { createProject } from '../knocklab.ts';
import { expectShown } from '../shown.ts';

test.each(['0.0.0.0', '192.0.2.7', '::'])('--listen %s is refused without a password', async (address) => {
  using project = createProject();
  project.write('scenarios/a.yaml', 'scenario: a\n');
  const { exitCode, stderr } = await project.knocklab('demo', 'a', '--listen', address);
  expect(stderr).toContain('--listen takes a password of at least 8 characters');
  expect(exitCode).toBe(2);
});

test('exercises are listed, and an unknown one is told from them', async () => {
  using project = createProject();
  expectShown(import.meta, 'demo', (await project.knocklab('demo', '--exercise')).stdout);
  const { exitCode, stderr } = await project.knocklab('demo', '--exercise', 'short-lader');
  expect(stderr).toContain('Did you mean "short-ladder"?');
  expect(exitCode).toBe(2);
});

import { expect, test } from 'vitest';
import { createProject } from '../knocklab.ts';

test.each(['0.0.0.0', '192.0.2.7', '::'])('--listen %s is refused without a password', async (address) => {
  using project = createProject();
  project.write('scenarios/a.yaml', 'scenario: a\n');
  const { exitCode, stderr } = await project.knocklab('demo', 'a', '--listen', address);
  expect(stderr).toContain('--listen takes a password of at least 8 characters');
  expect(exitCode).toBe(2);
});

test('exercises are listed, and an unknown one is told from them', async () => {
  using project = createProject();
  expect((await project.knocklab('demo', '--exercise')).stdout).toContain(
    'short-ladder  A rung too few (husain/scheme3)',
  );
  const { exitCode, stderr } = await project.knocklab('demo', '--exercise', 'short-lader');
  expect(stderr).toContain('Did you mean "short-ladder"?');
  expect(exitCode).toBe(2);
});

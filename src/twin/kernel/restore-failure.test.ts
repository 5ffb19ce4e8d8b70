import { expect, test } from 'vitest';
import { restoreFailure } from './restore-failure.ts';

const input = '*filter\n:INPUT ACCEPT [0:0]\n[0:0] -A chain0 -p 300 -m comment --comment filter*5 -j DROP\nCOMMIT\n';

test('names the rule that iptables does not read', () => {
  const stderr =
    'iptables-restore v1.8.9 (legacy): unknown protocol "300" specified\nError occurred at line: 3\nTry `iptables-restore -h\' …\n';
  expect(restoreFailure(input, stderr).message).toBe(
    'failure: the kernel does not take rule filter*5: unknown protocol "300" specified',
  );
});

test('names no rule when the whole table is refused', () => {
  expect(restoreFailure(input, 'iptables-restore: line 4 failed\n').message).toBe(
    'failure: the kernel does not take the rules: line 4 failed',
  );
});

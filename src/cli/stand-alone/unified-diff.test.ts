import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

const lines = (...changed: readonly number[]): string =>
  Array.from({ length: 20 }, (_, at) => `line ${at + 1}${changed.includes(at + 1) ? ' new' : ''}\n`).join('');

test('equal texts have no difference', () => {
  expect(unifiedDiff('fw.rsc', lines(), lines())).toBe('');
});

test('changes that lie near share a hunk, others have their own', () => {
  expect(unifiedDiff('fw.rsc', lines(), lines(2, 6, 20))).toBe(`--- fw.rsc
+++ fw.rsc
@@ -1,9 +1,9 @@
 line 1
-line 2
+line 2 new
 line 3
 line 4
 line 5
-line 6
+line 6 new
 line 7
 line 8
 line 9
@@ -17,4 +17,4 @@
 line 17
 line 18
 line 19
-line 20
+line 20 new
`);
});

test('secrets that stand nearby are not shown', () => {
  const before = 'add password=abc\nadd name=a\n';
  expect(unifiedDiff('fw.rsc', before, before.replace('name=a', 'name=b'))).not.toContain('abc');
});

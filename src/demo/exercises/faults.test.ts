import { expect, test } from 'vitest';
import { replaced, ruleOf, swapped } from './faults.ts';

const text = 'add action=accept comment="One rule"\nadd action=drop comment=\\\n    "Other rule" log=yes\nadd x\n';

test('rules change places, however their lines are broken', () => {
  expect(swapped(text, 'One rule', 'Other rule')).toBe(
    'add action=drop comment=\\\n    "Other rule" log=yes\nadd action=accept comment="One rule"\nadd x\n',
  );
});

test('a fault that has nowhere to go is no fault', () => {
  expect(() => replaced(text, 'add', 'set')).toThrow('stands 3 times');
  expect(() => ruleOf(text, 'No rule')).toThrow('0 rules have the comment "No rule"');
});

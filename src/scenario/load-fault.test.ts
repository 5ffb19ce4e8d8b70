import { expect, test } from 'vitest';
import { loadFault } from './load-fault.ts';

const frames = '    at parse (node:internal/modules/typescript:72:36)\n    at load (node:internal/loader:1:2)';

test.each([
  ['in a module', 'file:///p/b.scenario.ts:3'],
  ['in a file of no package', '/p/b.scenario.ts:3'],
])('shows the line of a syntax error %s', (_, place) => {
  const stack = `${place}\nconst = 1;\n      ^\n\nSyntaxError [ERR]: Unexpected token\n${frames}`;
  expect(loadFault([{ message: 'Unexpected token', code: 'ERR', stack }])).toEqual({
    code: 'input/scenario-file',
    message: 'Unexpected token',
    evidence: '/p/b.scenario.ts:3\nconst = 1;\n      ^',
  });
});

test('shows where a file threw while it was loaded', () => {
  const stack = `Error: no\n    at x (/p/node_modules/a.js:1:1)\n    at file:///p/b.scenario.ts:3:7\n${frames}`;
  expect(loadFault([{ message: 'no', stack }])?.evidence).toBe('at /p/b.scenario.ts:3:7');
});

test('keeps the code and remedy of our own errors', () => {
  const error = { code: 'input/scenario', message: 'wrong', remedy: 'Mend it.', stack: frames };
  expect(loadFault([error])).toEqual({ code: 'input/scenario', message: 'wrong', remedy: 'Mend it.' });
});

test('is nothing without an error', () => {
  expect(loadFault([])).toBeUndefined();
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseScript } from './parser.ts';
import { print } from './printer.ts';
import { RouterosError } from './routeros-error.ts';

/** The tree without the places it came from. */
function treeOf(text: string): unknown {
  return JSON.parse(
    JSON.stringify(parseScript({ name: 'x', text }).body, (key, value: unknown) => {
      if (key === 'start' || key === 'end') return undefined;
      return typeof value === 'bigint' ? `${value}` : value;
    }),
  );
}

const reprinted = (text: string): string => print(parseScript({ name: 'x', text }));

test.each([
  ['/ip firewall filter\nadd  chain=input', '/ip firewall filter\nadd chain=input\n'],
  [':if ($a=1) do={\n:put 1\n:put 2\n}', ':if ($a = 1) do={ :put 1; :put 2 }\n'],
  [':put "a\\_b\\\n   c"', ':put "a bc"\n'],
  [':put "$"a"b"', ':put "$"a"b"\n'],
  [':put {k=;1;x=2}', ':put {k=;1;x=2}\n'],
  [':put {"a b"=}', ':put {"a b"=}\n'],
  ['find a=1', 'find where a = 1\n'],
])('prints %j', (text, printed) => {
  expect(reprinted(text)).toBe(printed);
});

test('keeps the tree of the kitchen sink', () => {
  const text = readFileSync(new URL('fixtures/kitchen-sink.rsc', import.meta.url), 'utf8');
  expect(parseScript({ name: 'x', text }).body.statements).toHaveLength(44);
  expect(treeOf(reprinted(text))).toEqual(treeOf(text));
});

const operators = ', or && in < = != ~ . << | ^ & + - * / % ->'.split(' ');
const bareName = fc.constantFrom('a', 'x1', 'list', 'count');
const variable = fc.oneof(
  bareName.map((name) => `$${name}`),
  fc.constant('$"my-var"'),
);
const literal = fc.constantFrom(
  '5',
  '-3',
  '0x1F',
  'yes',
  '192.0.2.1',
  '10.0.0.0/8',
  '1d2h',
  '00:00:30',
  'fe80::1',
  '.5',
);
const text = fc
  .string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '\\"',
      '\\\\',
      '\\$',
      '\\n',
      '\\E2\\9D\\A4',
      '$a',
      '$(1 + $b)',
      '$[:len "x"]',
      '1',
      'é',
    ),
    maxLength: 8,
  })
  .map((inside) => `"${inside}"`);

const { script } = fc.letrec<Record<'expression' | 'operand' | 'argument' | 'command' | 'block' | 'script', string>>(
  (tie) => ({
    operand: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      literal,
      text,
      variable,
      bareName,
      tie('expression').map((inner) => `(${inner})`),
      tie('command').map((inner) => `[${inner}]`),
      fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((members) => `{${members.join(';')}}`),
      fc.tuple(bareName, tie('expression')).map(([key, value]) => `{${key}=${value}}`),
      fc
        .tuple(fc.constantFrom('!', '-', '~', 'any ', '>'), tie('operand'))
        .map(([operator, operand]) => operator + operand),
    ),
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      tie('operand'),
      fc.tuple(tie('operand'), fc.constantFrom(...operators), tie('operand')).map((parts) => parts.join(' ')),
    ),
    argument: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      fc.constantFrom('word', '0,1', '*1A', '!band'),
      fc
        .tuple(
          bareName,
          fc.oneof(
            fc.constantFrom('drop', '!80,443', '1d'),
            text,
            variable,
            tie('expression').map((inner) => `(${inner})`),
          ),
        )
        .map(([name, value]) => `${name}=${value}`),
      tie('expression').map((inner) => `(${inner})`),
      tie('command').map((inner) => `[${inner}]`),
      text,
      variable,
      tie('block').map((block) => `do=${block}`),
    ),
    command: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      fc
        .tuple(
          fc.constantFrom(':put', ':local q', '/ip address add', '/ip/address/set', 'set', '..'),
          fc.array(tie('argument'), { maxLength: 3 }),
        )
        .map(([start, args]) => [start, ...args].join(' ')),
      fc
        .tuple(fc.constantFrom('find', 'print where', '/log find where'), tie('expression'))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(variable, fc.array(tie('argument'), { maxLength: 2 }))
        .map(([callee, args]) => [callee, ...args].join(' ')),
    ),
    block: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'script' },
      fc.constant('{}'),
      fc.array(tie('command'), { maxLength: 3 }).map((commands) => `{\n${commands.join('\n')}\n}`),
    ),
    script: fc
      .array(
        fc.oneof(
          tie('command'),
          fc.constant('# comment'),
          tie('block').map((block) => `/ip address ${block}`),
        ),
        { maxLength: 5 },
      )
      .map((lines) => lines.join('\n')),
  }),
);

test('parses what it prints to the same tree', () => {
  fc.assert(
    fc.property(script, (source) => {
      expect(treeOf(reprinted(source))).toEqual(treeOf(source));
    }),
    { numRuns: 500 },
  );
});

const noise = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...'{}[]()$"\\;:/=!~.,<>|&^%#@*+- \n\r\tz0?'.split(''),
      'add',
      'find',
      'where',
      'do=',
      ':put',
      '->',
      '"$',
      '$[',
      '$(',
    ),
    fc.string({ maxLength: 3 }),
  ),
  { maxLength: 40 },
);

test('any text parses and prints, or is refused with words', () => {
  fc.assert(
    fc.property(noise, (parts) => {
      const source = parts.join('');
      const tree = treeOrFault(source);
      if (!(tree instanceof RouterosError)) expect(treeOf(reprinted(source))).toEqual(tree);
    }),
    { numRuns: 3000 },
  );
});

function treeOrFault(source: string): unknown {
  try {
    return treeOf(source);
  } catch (error) {
    if (error instanceof RouterosError) return error;
    throw error;
  }
}

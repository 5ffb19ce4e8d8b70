import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command, StringLiteral } from './ast.ts';
import { exportHeader, exportLines, quoteValue } from './export-text.ts';
import { parseScript } from './parser.ts';

test.each([
  ['drop', 'drop'],
  ['', '""'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['!80,443', '!80,443'],
  ['a b', '"a b"'],
  ["it's", '"it\'s"'],
  ['(a;b)', '"(a;b)"'],
  ['a=b', '"a=b"'],
  ['say "hi" $x?', '"say \\"hi\\" \\$x\\?"'],
  ['a\\b', '"a\\\\b"'],
  ['x\r\ny\tz', '"x\\r\\ny\\tz"'],
  ['❤', '"\\E2\\9D\\A4"'],
  ['\x07', '"\\07"'],
])('writes %j as %s', (value, text) => {
  expect(quoteValue(value)).toBe(text);
});

test('keeps short commands on one line', () => {
  expect(
    exportLines(
      ['add'],
      [
        ['action', 'drop'],
        ['chain', 'input'],
      ],
    ),
  ).toBe('add action=drop chain=input\n');
});

test('breaks before an argument whose name does not fit', () => {
  const text = exportLines(
    ['add'],
    [
      ['action', 'add-src-to-address-list'],
      ['address-list', 'knock_ports_koneksi1'],
      ['address-list-timeout', '30s'],
      ['chain', 'input'],
      ['comment', 'Port Knocking Koneksi: Step 1'],
      ['dst-port', '1000'],
      ['protocol', 'tcp'],
    ],
  );
  expect(text).toBe(
    [
      'add action=add-src-to-address-list address-list=knock_ports_koneksi1 \\',
      '    address-list-timeout=30s chain=input comment=\\',
      '    "Port Knocking Koneksi: Step 1" dst-port=1000 protocol=tcp',
      '',
    ].join('\n'),
  );
});

test('splits what fits no line, in quotes, and saves the blank at the break', () => {
  const value = `${'x'.repeat(65)} ${'y'.repeat(70)}`;
  const text = exportLines(['add'], [['comment', value]]);
  expect(text).toBe(`add comment="${'x'.repeat(65)}\\\n    \\_${'y'.repeat(70)}"\n`);
});

test('starts a new line for each line of a script', () => {
  const text = exportLines(
    ['add'],
    [
      ['name', 'a'],
      ['source', `${'p'.repeat(60)}\r\nq\r\n`],
    ],
  );
  expect(text).toBe(`add name=a source="${'p'.repeat(59)}\\\n    p\\r\\\n    \\nq\\r\\\n    \\n"\n`);
});

test('wraps terse lines only at line ends in values', () => {
  const text = exportLines(
    ['/system script', 'add'],
    [
      ['comment', 'z'.repeat(100)],
      ['source', 'a\nb'],
    ],
    { terse: true },
  );
  expect(text).toBe(`/system script add comment=${'z'.repeat(100)} source="a\\\n    \\nb"\n`);
});

test('heads an export with date and version', () => {
  expect(exportHeader({ version: '7.14.2', date: '2024-06-06 15:22:31' })).toBe(
    '# 2024-06-06 15:22:31 by RouterOS 7.14.2\n# software id = \n#\n',
  );
});

test('whatever is exported reads back the same, in lines of at most 79 bytes', () => {
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', '"', '\\', '$', '?', '\n', '\r', 'ä', '❤', ';', '_', '1'),
    maxLength: 300,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('comment', 'source', 'address-list-timeout'), value), { maxLength: 4 }),
      (args) => {
        const text = exportLines(['add'], args);
        expect(text.split('\n').every((line) => Buffer.byteLength(line) <= 79)).toBe(true);
        expect(readBack(text)).toEqual(args);
      },
    ),
  );
});

function readBack(text: string): (readonly [string, unknown])[] {
  const [command] = parseScript({ name: 'export', text }).body.statements as Command[];
  return (command?.args ?? []).map((argument) => {
    if (argument.kind !== 'named') throw new Error(`unexpected ${argument.kind}`);
    const value = argument.value;
    return [argument.name, value?.kind === 'word' ? value.text : value?.kind === 'string' ? textOf(value) : undefined];
  });
}

const textOf = ({ parts }: StringLiteral): string =>
  parts.map((part) => (typeof part === 'string' ? part : `<${part.kind}>`)).join('');

import { expect, test } from 'vitest';
import { parseText } from './parse-text.ts';
import { treeToJson } from './tree-json.ts';

test('a tree becomes plain JSON with lines and byte columns', () => {
  const { tree } = parseText(':put "ä"\r\n\t:put 5', { name: 'a.rsc' });
  const json = JSON.parse(JSON.stringify(tree === undefined ? null : treeToJson(tree)));
  expect(json).toMatchObject({ kind: 'script', name: 'a.rsc' });
  expect(json.body.statements[0]).toMatchObject({ kind: 'command', prefix: ':', end: { line: 1, column: 10 } });
  expect(json.body.statements[1].words).toEqual([
    {
      kind: 'word',
      text: 'put',
      value: { type: 'str', text: 'put' },
      start: { line: 2, column: 3 },
      end: { line: 2, column: 6 },
    },
    {
      kind: 'word',
      text: '5',
      value: { type: 'num', text: '5' },
      start: { line: 2, column: 7 },
      end: { line: 2, column: 8 },
    },
  ]);
});

test('a fault is data, not an exception', () => {
  expect(parseText('/ip address\nadd )')).toEqual({
    errors: [{ line: 2, column: 5, text: 'expected end of command (line 2 column 5)' }],
    tree: undefined,
  });
});

test('places are offsets of the text that a node was made of', () => {
  const text = '/ip address add comment="x" address=192.0.2.1/24';
  const [command] = parseText(text).tree?.body.statements ?? [];
  expect(command?.args.map(({ start, end }) => text.slice(start, end))).toEqual([
    'comment="x"',
    'address=192.0.2.1/24',
  ]);
});

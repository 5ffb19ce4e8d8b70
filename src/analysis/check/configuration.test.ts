import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

const read = (...lines: readonly string[]) => readConfiguration({ name: 'fw.rsc', text: `${lines.join('\n')}\n` });

/** What is left of `comment=` in filter, with lines. */
const filterOf = (...lines: readonly string[]): readonly string[] =>
  read(...lines)
    .items('/ip firewall filter')
    .map(({ line, properties }) => {
      const isOff = properties.get('disabled') === 'yes';
      return `${properties.get('comment') ?? ''}${isOff ? ' off' : ''}:${line ?? '-'}`;
    });

const three = [
  '/ip firewall filter',
  'add chain=input comment=a',
  'add chain=input comment=b',
  'add chain=input comment=c',
];

test('a menu is found in every spelling', () => {
  const found = filterOf(
    '/ip firewall filter',
    'add comment=a chain=input',
    '/ip/firewall/filter/add comment=b chain=input',
    '/ip firewall filter { add comment=c chain=input }',
    '/ip firewall',
    'filter add comment=d chain=input',
    'nat',
    '.. filter',
    'add comment=e chain=input',
    'print',
    'add comment=f chain=input',
  );
  expect(found).toEqual(['a:2', 'b:3', 'c:4', 'd:6', 'e:9', 'f:11']);
});

test.each([
  ['remove 1', ['a:2', 'c:4']],
  ['remove [find comment=b]', ['a:2', 'c:4']],
  ['remove [find where comment=b and chain=input]', ['a:2', 'c:4']],
  ['remove [find comment!=b chain=input]', ['b:3']],
  ['remove [find]', []],
  ['remove [find comment=b chain=forward]', ['a:2', 'b:3', 'c:4']],
  ['disable 0,2', ['a off:2', 'b:3', 'c off:4']],
  ['set [ find comment="c" ] disabled=yes', ['a:2', 'b:3', 'c off:4']],
  ['set 0 comment=z', ['z:2', 'b:3', 'c:4']],
  ['set numbers=0 !comment', [':2', 'b:3', 'c:4']],
  ['add chain=input comment=d place-before=1', ['a:2', 'd:5', 'b:3', 'c:4']],
  ['add chain=input comment=d place-before=[find comment=c]', ['a:2', 'b:3', 'd:5', 'c:4']],
  ['move 2 0', ['c:4', 'a:2', 'b:3']],
  ['move 0 destination=2', ['b:3', 'a:2', 'c:4']],
])('%s leaves what the router would have', (command, expected) => {
  expect(filterOf(...three, command)).toEqual(expected);
});

test.each([
  ':if (true) do={ /ip firewall filter add chain=input }',
  'remove [find comment~"a"]',
  'remove [find comment=$x]',
  'move 0 [find comment=c]',
  'unset 0 comment',
])('%s is left to a run, and said to be', (command) => {
  const configuration = read(...three, command);
  expect(configuration.unread).toEqual([{ line: 5, text: command }]);
  expect(configuration.items('/ip firewall filter')).toHaveLength(3);
});

test('values are without quotes, escapes and line ends', () => {
  const [item] = read(
    '/ip firewall filter',
    'add chain=input comment="say \\"no\\"" src-address-list="!hit pertama" dst-port=\\',
    '    22,80',
  ).items('/ip firewall filter');
  expect(Object.fromEntries(item?.properties ?? [])).toEqual({
    chain: 'input',
    comment: 'say "no"',
    'src-address-list': '!hit pertama',
    'dst-port': '22,80',
  });
  expect(item?.text).toBe('add chain=input comment="say \\"no\\"" src-address-list="!hit pertama" dst-port=22,80');
});

test('services and users are there from the beginning, and change', () => {
  const configuration = read(
    '/ip service',
    'set telnet,ftp disabled=yes',
    'disable www',
    'set [find name=ssh] port=2200',
    '/user set admin password=x',
  );
  const services = configuration
    .items('/ip service')
    .filter(({ properties }) => properties.get('disabled') !== 'yes')
    .map(({ properties }) => `${properties.get('name')} ${properties.get('port')}`);
  expect(services).toEqual(['ssh 2200', 'api 8728', 'winbox 8291', 'api-ssl 8729']);
  expect(configuration.items('/user').map(({ line, properties }) => [line, properties.get('password')])).toEqual([
    [5, 'x'],
  ]);
});

test('a menu of one item keeps what each command sets', () => {
  const [dns, ...more] = read('/ip dns', 'set servers=192.0.2.53', 'set allow-remote-requests=yes').items('/ip dns');
  expect(more).toEqual([]);
  expect(Object.fromEntries(dns?.properties ?? [])).toEqual({
    servers: '192.0.2.53',
    'allow-remote-requests': 'yes',
  });
});

import { expect, test } from 'vitest';
import { clientCommand } from './client-command.ts';
import { readConfiguration } from './configuration.ts';
import { Firewall } from './firewall.ts';
import { findLadders, stageText } from './ladders.ts';

const laddersOf = (...rules: readonly string[]) => {
  const text = `/ip firewall filter\n${rules.map((rule) => `add ${rule}`).join('\n')}\n`;
  return findLadders(new Firewall(readConfiguration({ name: 'fw.rsc', text })));
};

const knocks = (...rules: readonly string[]): readonly string[] =>
  laddersOf(...rules).map(({ stages, lists }) => `${stages.map(stageText).join(', ')} → ${lists.join(', ')}`);

const put = (list: string, from?: string): string =>
  `action=add-src-to-address-list address-list=${list} chain=input${from === undefined ? '' : ` src-address-list=${from}`}`;

test('rules that ask for each other’s lists are one knock', () => {
  const found = knocks(
    `${put('a')} dst-port=1001 protocol=tcp`,
    `${put('b', 'a')} dst-port=900 protocol=udp`,
    'action=accept chain=input src-address-list=b',
    'action=drop chain=input',
  );
  expect(found).toEqual(['tcp 1001, udp 900 → b']);
});

test.each([
  ['accept', 'action=accept chain=input src-address-list=a'],
  ['drop the others', 'action=drop chain=input src-address-list=!a'],
  ['forward', 'action=accept chain=forward src-address-list=a'],
])('a list is worth knocking for where rules %s', (_, rule) => {
  expect(knocks(`${put('a')} dst-port=1001 protocol=tcp`, rule)).toEqual(['tcp 1001 → a']);
});

test.each([
  ['drops its members', 'action=drop chain=input src-address-list=a'],
  ['is disabled', 'action=accept chain=input disabled=yes src-address-list=a'],
  ['is in a chain that nobody jumps to', 'action=accept chain=other src-address-list=a'],
])('a list is no knock where the rule %s', (_, rule) => {
  expect(knocks(`${put('a')} dst-port=1001 protocol=tcp`, rule)).toEqual([]);
});

test('what a jump asks for counts as well', () => {
  const found = knocks(
    'action=jump chain=input jump-target=second protocol=tcp src-address-list=a',
    `${put('a')} dst-port=1001 protocol=tcp`,
    'action=accept chain=input src-address-list=b',
    'action=add-src-to-address-list address-list=b chain=second dst-port=900',
  );
  expect(found).toEqual(['tcp 1001, tcp 900 → b']);
});

test('two ways to a list are two knocks, and one way to two lists is one', () => {
  const found = knocks(
    `${put('a')} dst-port=1001 protocol=tcp`,
    `${put('a')} dst-port=1002 protocol=tcp`,
    `${put('b', 'a')} dst-port=900 protocol=tcp`,
    `${put('c', 'a')} dst-port=900 protocol=tcp`,
    'action=accept chain=input src-address-list=b',
    'action=accept chain=forward src-address-list=c',
  );
  expect(found).toEqual(['tcp 1001, tcp 900 → b, c', 'tcp 1002, tcp 900 → b, c']);
});

test('lists that lead to each other, and chains that jump to each other, come to an end', () => {
  const found = knocks(
    'action=jump chain=input jump-target=x',
    'action=jump chain=x jump-target=input',
    `${put('a', 'b')} dst-port=1 protocol=tcp`,
    `${put('b', 'a')} dst-port=2 protocol=tcp`,
    'action=accept chain=input src-address-list=b',
  );
  expect(found).toEqual([]);
});

test.each([
  ['ports', ['dst-port=7 protocol=tcp', 'dst-port=9 protocol=udp'], 'knock ROUTER 7:tcp 9:udp'],
  [
    'a ping',
    ['dst-port=7 protocol=tcp', 'packet-size=937 protocol=icmp'],
    'knock ROUTER 7:tcp; ping -c 1 -s 909 ROUTER',
  ],
  ['a word', ['content=quince dst-port=9 protocol=udp'], "printf 'quince' | socat -u - UDP:ROUTER:9"],
  ['a request', ['content="GET /x" dst-port=80 protocol=tcp'], undefined],
  ['many ports', ['dst-port=7-9 protocol=tcp'], undefined],
])('a client for %s', (_, stages, expected) => {
  const rules = stages.map((stage, index) => `${put(`s${index}`, index === 0 ? undefined : `s${index - 1}`)} ${stage}`);
  const [ladder] = laddersOf(...rules, `action=accept chain=input src-address-list=s${stages.length - 1}`);
  expect(clientCommand(ladder?.stages ?? [])).toBe(expected);
});

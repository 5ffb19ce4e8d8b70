import { expect, test } from 'vitest';
import { judgeMutant } from './equivalence.ts';
import { ruleMutants } from './rule-mutants.ts';

const judge = (rules: string, title: string) => {
  const source = { name: 'fw.rsc', text: `/ip firewall filter\n${rules}\n` };
  const mutant = ruleMutants(source).find((one) => one.title === `/ip firewall filter ${title}`);
  if (mutant === undefined) throw new Error(`no mutant "${title}"`);
  return judgeMutant(mutant, source, '7');
};

const shadowed = `add chain=input action=drop protocol=tcp dst-port=20-30
add chain=input action=accept protocol=tcp dst-port=22
add chain=input action=drop`;

test.each([
  ['a rule that another one hides', shadowed, '1 removed'],
  ['an accept where accepting is the end anyway', 'add chain=input action=accept protocol=udp', '0 removed'],
  ['a drop of what the last rule drops', shadowed, '0: without dst-port=20-30'],
  [
    'an end of a range that another rule holds',
    `add chain=input action=drop protocol=tcp dst-port=22\nadd chain=input action=drop protocol=tcp dst-port=22-25`,
    '0 removed',
  ],
  [
    'two lists that the same packet comes to, in whichever order',
    `add chain=input action=add-src-to-address-list address-list=a log=yes protocol=tcp
add chain=input action=add-src-to-address-list address-list=b log=yes protocol=tcp`,
    '0 and 1 swapped',
  ],
  [
    'a chain that nothing leads to',
    `add chain=input action=accept protocol=tcp\nadd chain=unused action=drop`,
    '1: action=drop → action=accept',
  ],
])('%s may change: no packet fares differently', (_, rules, title) => {
  expect(judge(rules, title).equivalent).toMatch(/no packet/);
});

test.each([
  ['a port', 'add chain=input action=drop protocol=tcp dst-port=22', '0 removed', 'drop', 'accept'],
  [
    'a list that the packet itself has just come to',
    `add chain=input action=add-src-to-address-list address-list=a protocol=tcp dst-port=22
add chain=input action=drop src-address-list=a`,
    '0 and 1 swapped',
    'drop',
    'accept',
  ],
  [
    'a jump',
    `add chain=input action=jump jump-target=guard protocol=tcp
add chain=guard action=drop dst-port=22 protocol=tcp`,
    '0 removed',
    'drop',
    'accept',
  ],
  [
    'a return',
    `add chain=input action=jump jump-target=guard
add chain=guard action=return protocol=udp
add chain=guard action=drop`,
    '1 removed',
    'accept',
    'drop',
  ],
])('%s tells the two apart, with a packet that shows it', (_, rules, title, before, after) => {
  const { equivalent, witness } = judge(rules, title);
  expect(equivalent).toBeUndefined();
  expect([witness?.before.at(-1), witness?.after.at(-1)]).toEqual([before, after]);
});

test('what remembers what it was asked is not taken for equal, nor is what is not understood', () => {
  const limited = `add chain=input action=accept limit=5,5:packet
add chain=input action=accept`;
  expect(judge(limited, '0 removed').equivalent).toBeUndefined();
  expect(judge('add chain=input action=fly protocol=tcp', '0: without protocol=tcp')).toEqual({});
});

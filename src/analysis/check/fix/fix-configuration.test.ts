import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../checks.ts';
import { fixConfiguration } from './fix-configuration.ts';

const fix = (text: string) => fixConfiguration({ name: 'fw.rsc', text }, checks);
const knock = '/ip firewall filter\nadd action=accept chain=input connection-state=established,related\n';
const door = 'add action=accept chain=input src-address-list=b\nadd action=drop chain=input\n';
const stage = (rest: string): string => `add action=add-src-to-address-list address-list=a ${rest}\n`;
const last =
  'add action=add-src-to-address-list address-list=b address-list-timeout=1h chain=input dst-port=40001 protocol=tcp src-address-list=a\n';

test.each([
  [
    'a stage without a time',
    `${knock}# the first\n${stage('chain=input comment="a = \\"b\\"" dst-port=40002 protocol=tcp')}${last}${door}`,
    stage('address-list-timeout=30s chain=input comment="a = \\"b\\"" dst-port=40002 protocol=tcp'),
  ],
  [
    'a stage that stays until the next start, over several lines',
    `${knock}${stage('address-list-timeout=none-dynamic \\\n    chain=input dst-port=40002 protocol=tcp')}${last}${door}`,
    stage('address-list-timeout=30s \\\n    chain=input dst-port=40002 protocol=tcp'),
  ],
  [
    'properties in an order of one’s own',
    `${knock}add chain=input protocol=tcp dst-port=40002 action=add-src-to-address-list address-list=a comment=x\n${last}${door}`,
    'add chain=input protocol=tcp dst-port=40002 action=add-src-to-address-list address-list=a comment=x address-list-timeout=30s\n',
  ],
  [
    'a rule that says again what has been said',
    '/ip firewall filter\nadd action=drop chain=input protocol=icmp\nadd action=drop chain=input comment="no pings" icmp-options=8 protocol=icmp\n',
    'add action=drop chain=input comment="no pings" disabled=yes icmp-options=8 protocol=icmp\n',
  ],
  [
    'a jump to nowhere',
    '/ip firewall filter\nadd action=jump chain=input jump-target=nowhere-at-all\n',
    'add action=jump chain=input disabled=yes jump-target=nowhere-at-all\n',
  ],
  [
    'a knock in raw that counts any packet',
    '/ip firewall raw\nadd action=add-src-to-address-list address-list=a address-list-timeout=10s chain=prerouting dst-port=40002 protocol=tcp\n',
    'add action=add-src-to-address-list address-list=a address-list-timeout=10s chain=prerouting dst-address-type=local dst-port=40002 protocol=tcp tcp-flags=syn,!ack\n',
  ],
])('mends %s, and nothing else', (_, text, line) => {
  const { text: after, fixed, left } = fix(text);
  expect(after).toContain(line);
  expect(fixed.length).toBeGreaterThan(0);
  expect(left.filter(({ edit }) => edit !== undefined)).toEqual([]);
  // Once more there is nothing to do.
  expect(fix(after)).toMatchObject({ text: after, fixed: [] });
});

test.each([
  [
    'a rule that another drop shadows for another reason',
    'add action=drop chain=input protocol=icmp\nadd action=accept chain=input protocol=icmp\n',
  ],
  [
    'a repeated rule that writes to the log',
    'add action=drop chain=input\nadd action=drop chain=input log=yes protocol=tcp\n',
  ],
  [
    'a ban that never ends',
    'add action=add-src-to-address-list address-list=a chain=input dst-port=23 protocol=tcp\nadd action=drop chain=input src-address-list=a\n',
  ],
  ['a jump that looks misspelt', 'add action=jump chain=input jump-target=attack\nadd action=drop chain=attacks\n'],
  [
    'a value that a later command sets',
    'add action=drop chain=input\nadd action=drop chain=input protocol=tcp\nset 1 disabled=no\n',
  ],
])('leaves %s to its owner', (_, rules) => {
  const text = `/ip firewall filter\n${rules}`;
  const { text: after, fixed } = fix(text);
  expect([after, fixed]).toEqual([text, []]);
});

test('the last list of a knock keeps its time: how long a door stays open is not for a program to say', () => {
  const text = `${knock}${stage('address-list-timeout=10s chain=input dst-port=40002 protocol=tcp')}${last.replace(' address-list-timeout=1h', '')}${door}`;
  expect(fix(text).fixed).toEqual([]);
});

test('the paper’s own configuration is left as it is', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../lab/router/husain/scheme3.rsc'), 'utf8');
  expect(fix(text).text).toBe(text);
});

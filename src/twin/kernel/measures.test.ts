import { expect, test } from 'vitest';
import { measuresOf } from './measures.ts';

const asked = (props: Record<string, string>) => {
  const { lines, conditions } = measuresOf({ chain: 'input', action: 'drop', ...props });
  const matchers = ({ chain: _chain, action: _action, ...rest }: Readonly<Record<string, string>>) => Object.keys(rest);
  return {
    lines: Object.fromEntries([...lines].map(([name, of]) => [name, matchers(of)])),
    conditions: conditions.map((one) => `${one.matchers.join('+')} ${one.without ?? '-'}`),
  };
};

test.each([
  ['a rule for all packets has nothing to measure', {}, {}, []],
  [
    'without its only matcher a rule is met by all that reach it',
    { 'src-address': '192.0.2.1' },
    { r: [] },
    ['src-address r'],
  ],
  [
    'a protocol belongs to its ports',
    { protocol: 'tcp', 'dst-port': '22' },
    { r: [], 0: ['protocol'] },
    ['dst-port 0'],
  ],
  [
    'each matcher is left out once',
    { protocol: 'icmp', 'in-interface': 'ether1' },
    { r: [], 0: ['in-interface'], 1: ['protocol'] },
    ['protocol 0', 'in-interface 1'],
  ],
  [
    'what counts packets is asked by no line',
    { protocol: 'tcp', 'dst-port': '22', limit: '1,1:packet', 'dst-limit': '1,1,src-address' },
    { r: [], 0: ['protocol'], a: ['protocol', 'dst-port'] },
    ['dst-port 0', 'limit+dst-limit -'],
  ],
  [
    'what fills a list tells what is new on it',
    { action: 'add-src-to-address-list', protocol: 'tcp', 'dst-port': '22' },
    { r: [], 0: ['protocol'], e: ['protocol', 'dst-port'] },
    ['dst-port 0'],
  ],
  ['also where there is nothing else', { psd: '21,3s,3,1' }, { r: [] }, ['psd -']],
])('%s', (_title, props, lines, conditions) => {
  const found = asked(props);
  expect(found.conditions).toEqual(conditions);
  expect(found.lines).toEqual(lines);
});

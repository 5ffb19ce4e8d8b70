import { expect, test } from 'vitest';
import { commuteReason } from './commute.ts';
import { firewallRules } from './firewall-rules.ts';
import { ruleMutants } from './rule-mutants.ts';

const source = (text: string) => ({ name: 'fw.rsc', text });

const ladder = `# a comment
/ip address
add address=192.0.2.1/24 interface=ether1
/ip firewall filter
add action=add-src-to-address-list address-list=s1 chain=input comment="with \\"quotes\\"; and more" \\
    dst-port=1000 protocol=tcp
add action=drop chain=forward
/ip firewall filter add chain=input action=accept src-address-list=s1
/ip/firewall/nat/add chain=srcnat action=masquerade
/ipv6 firewall filter
add action=drop chain=input
`;

test('rules are found in every spelling, with the number and the line that people know them by', () => {
  const found = firewallRules(source(ladder)).map(({ menu, number, line, chain }) => [menu, number, line, chain]);
  expect(found).toEqual([
    ['/ip firewall filter', 0, 5, 'input'],
    ['/ip firewall filter', 1, 7, 'forward'],
    ['/ip firewall filter', 2, 8, 'input'],
    ['/ip firewall nat', 0, 9, 'srcnat'],
    ['/ipv6 firewall filter', 0, 11, 'input'],
  ]);
});

const titles = (text: string): string[] => ruleMutants(source(text)).map(({ title }) => title);

test('each rule is removed once, and swapped with the next of its own chain', () => {
  const mutants = ruleMutants(source(ladder)).filter(({ mutator }) => mutator === 'remove' || mutator === 'reorder');
  expect(mutants.map(({ title }) => title)).toEqual([
    '/ip firewall filter 0 removed',
    '/ip firewall filter 0 and 2 swapped',
    '/ip firewall filter 1 removed',
    '/ip firewall filter 2 removed',
    '/ip firewall nat 0 removed',
    '/ipv6 firewall filter 0 removed',
  ]);
});

test('a property that stands alone on its line goes with the backslash before it', () => {
  const text = '/ip firewall filter\nadd action=drop chain=input comment="a" \\\n    in-interface=ether1\n';
  const mutant = ruleMutants(source(text)).find(({ title }) => title.endsWith('without in-interface=ether1'));
  expect(mutant?.text).toBe('/ip firewall filter\nadd action=drop chain=input comment="a"\n');
});

const one = (rule: string): string[] =>
  titles(`/ip firewall filter\nadd chain=input ${rule}\n`).map((title) => title.replace(/^.*? 0:? /, ''));

test.each([
  ['action=drop', ['removed', 'action=drop → action=accept']],
  ['src-address-list=!a', ['removed', 'action=drop', 'without src-address-list=!a']],
  ['action=drop disabled=yes', ['enabled']],
  [
    'action=drop protocol=tcp dst-port=22,80',
    [
      'without protocol=tcp dst-port=22,80',
      'without dst-port=22,80',
      'dst-port=22,80 → dst-port=80',
      'dst-port=22,80 → dst-port=22',
      'dst-port=22,80 → dst-port=!22,80',
      'dst-port=22,80 → dst-port=23,80',
      'dst-port=22,80 → dst-port=22,81',
    ],
  ],
  [
    'action=add-src-to-address-list address-list=a address-list-timeout=30s src-address-list=b',
    [
      'address-list=a → address-list=b',
      'address-list-timeout=30s → address-list-timeout=1m',
      'address-list-timeout=30s → address-list-timeout=15s',
      'src-address-list=b → src-address-list=!b',
      'src-address-list=b → src-address-list=a',
      'action=add-src-to-address-list → action=add-dst-to-address-list',
    ],
  ],
])('%s is broken in every way that means something', (rule, faults) => {
  expect(one(rule)).toEqual(expect.arrayContaining(faults));
  expect(new Set(one(rule)).size).toBe(one(rule).length);
});

test('a mutant is the configuration with nothing else changed, and still loads', () => {
  const rules = (text: string) =>
    firewallRules(source(text)).map(({ properties }) =>
      [...properties].map(([name, value]) => `${name}=${value}`).join(' '),
    );
  const [first, , third] = rules(ladder);
  for (const { mutator, text } of ruleMutants(source(ladder)).slice(0, 2)) {
    const left = rules(text);
    expect(left).toHaveLength(mutator === 'remove' ? 4 : 5);
    if (mutator === 'remove') expect(left).toEqual(rules(ladder).slice(1));
    else expect([left[0], left[2]]).toEqual([third, first]);
  }
});

const reasonFor = (...rules: readonly [string, string]): string | undefined =>
  swapReason(`/ip firewall filter\n${rules.map((rule) => `add chain=input ${rule}`).join('\n')}\n`);

function swapReason(text: string): string | undefined {
  const [first, second] = firewallRules(source(text));
  if (first === undefined || second === undefined) throw new Error('no two rules');
  return commuteReason(first, second, firewallRules(source(text)));
}

test.each([
  ['action=accept protocol=tcp', 'action=drop protocol=udp', /no packet is both/],
  ['action=accept protocol=tcp dst-port=22,80', 'action=drop protocol=tcp dst-port=1000-2000', /dst-port/],
  [
    'action=accept protocol=tcp dst-port=22,1000-1010',
    'action=drop protocol=tcp dst-port=!20-25,1000-2000',
    /dst-port/,
  ],
  ['action=accept connection-state=established,related', 'action=drop connection-state=invalid', /connection-state/],
  ['action=drop src-address-list=a', 'action=accept src-address-list=!a', /excludes/],
  ['action=drop src-address-list=a', 'action=drop dst-port=22 protocol=tcp', /both drop/],
  ['action=accept disabled=yes', 'action=drop', /disabled/],
  [
    'action=add-src-to-address-list address-list=a',
    'action=add-src-to-address-list address-list=b src-address-list=!c',
    /both let the packet go on/,
  ],
])('%s and %s may change places', (first, second, reason) => {
  expect(reasonFor(first, second)).toMatch(reason);
  expect(reasonFor(second, first)).toMatch(reason);
});

test.each([
  ['action=accept protocol=tcp dst-port=22', 'action=drop protocol=tcp dst-port=20-25'],
  ['action=accept icmp-options=8:0 protocol=icmp', 'action=drop icmp-options=8:0-255 protocol=icmp'],
  ['action=drop src-address-list=a', 'action=accept'],
  ['action=drop log=yes src-address-list=a', 'action=drop'],
  ['action=accept limit=5,5:packet', 'action=accept src-address-list=a'],
  ['action=add-src-to-address-list address-list=a', 'action=add-src-to-address-list address-list=b src-address-list=a'],
  ['action=add-src-to-address-list address-list=a', 'action=drop'],
  ['action=accept protocol=!tcp', 'action=drop protocol=udp'],
  ['action=accept protocol=tcp dst-port=22,80', 'action=drop protocol=tcp dst-port=!22'],
])('%s and %s may not', (first, second) => {
  expect(reasonFor(first, second)).toBeUndefined();
});

test('a jump may change places with a rule whose packets mean nothing to the chain', () => {
  const chain = (port: string): string =>
    `/ip firewall filter
add chain=input action=jump jump-target=step2 protocol=tcp src-address-list=s1
add chain=input action=add-src-to-address-list address-list=s1 dst-port=1000 protocol=tcp
add chain=step2 action=add-src-to-address-list address-list=s2 dst-port=${port} protocol=tcp
`;
  expect(swapReason(chain('1500'))).toMatch(/no rule of chain step2/);
  expect(swapReason(chain('1000'))).toBeUndefined();
});

test('a matcher that stood alone on a continued line leaves no line that goes on with the next rule', () => {
  const text =
    '/ip firewall filter\nadd chain=input protocol=tcp \\\n    src-address-list=a dst-port=1\nadd chain=forward\n';
  const fault = ruleMutants(source(text)).find(({ title }) => title.includes('without protocol=tcp'));
  const lonely = ruleMutants(source(text.replace(' dst-port=1', ''))).find(({ title }) =>
    title.includes('without src'),
  );
  expect([fault, lonely].map((mutant) => firewallRules(source(mutant?.text ?? '')).length)).toEqual([2, 2]);
});

test('the port that a rule translates to goes with the protocol, as RouterOS has it', () => {
  const rule = 'add action=dst-nat chain=dstnat dst-port=8080 protocol=tcp to-addresses=192.0.2.1 to-ports=80';
  expect(titles(`/ip firewall nat\n${rule}\n`)).toContain(
    '/ip firewall nat 0: without protocol=tcp dst-port=8080 to-ports=80',
  );
});

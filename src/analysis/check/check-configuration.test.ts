import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfiguration } from './check-configuration.ts';
import { checks } from './checks.ts';

const folder = join(import.meta.dirname, '../../../lab/router/examples/practices');
const example = (name: string): string => readFileSync(join(folder, `${name}.rsc`), 'utf8');

const findingsOf = (text: string) => checkConfiguration({ name: 'fw.rsc', text }, checks).findings;

/** `2 /ip firewall filter 3: the knocks …` */
const told = (text: string): readonly string[] =>
  findingsOf(text).map(({ check, at, problem }) => {
    const place = at === undefined ? '-' : 'number' in at ? `${at.menu} ${at.number}` : at.menu;
    return `${check.practice} ${place}: ${problem}`;
  });

/** A configuration that follows every practice, with something changed in it. */
function changed(
  ...changes: readonly (readonly [from: string | RegExp, to: string | ((found: string) => string)])[]
): string {
  return changes.reduce(
    (text, [from, to]) => {
      const after = typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);
      if (after === text) throw new Error(`the example has no ${String(from)}`);
      return after;
    },
    example('01-followed').replaceAll(/\\\n\s*/g, ''),
  );
}

const established = /add action=accept chain=input comment=[^\n]*\n/;
const guard = /add action=drop chain=input comment="Who scans[^\n]*\nadd [^\n]*psd[^\n]*\n/;
const first = /add [^\n]*address-list=first [^\n]*\n/;
const second = /add [^\n]*address-list=second [^\n]*\n/;
const last = /add [^\n]*address-list=allowed [^\n]*\n/;
const end = 'add action=accept chain=input in-interface-list=LAN\nadd action=drop chain=input\n';
const knock = (list: string, rest: string): string =>
  `add action=add-src-to-address-list address-list=${list} address-list-timeout=10s chain=input connection-state=new ${rest}\n`;
const inChain = (chain: string, rule: string): string => rule.replace('chain=input', `chain=${chain}`);

test.each<readonly [string, text: string, finding: string]>([
  [
    'answers to the router are dropped',
    changed([established, '']),
    '1 /ip firewall filter 7: drops packets of established connections, too: no rule of chain input has accepted them before',
  ],
  [
    'related connections are dropped',
    changed(['connection-state=established,related', 'connection-state=established']),
    '1 /ip firewall filter 8: drops packets of related connections, too: no rule of chain input has accepted them before',
  ],
  [
    'connections through the router are dropped',
    changed(['add action=accept chain=forward connection-state=established,related\n', '']),
    '1 /ip firewall filter 10: drops packets of established connections, too: no rule of chain forward has accepted them before',
  ],
  [
    'a drop stands before established',
    changed([established, ''], [end, `add action=accept chain=input connection-state=established,related\n${end}`]),
    '1 /ip firewall filter 6: accepts established connections only behind rule 0 (drop)',
  ],
  [
    'thousands',
    changed(['41873', '5000'], ['23611', '3000'], ['30977', '11000']),
    '2 /ip firewall filter 3: the knocks 5000, 3000, 11000 are thousands, which are tried first',
  ],
  [
    'equal steps',
    changed(['41873', '5007'], ['23611', '5008'], ['30977', '5006']),
    '2 /ip firewall filter 3: the knocks 5007, 5008, 5006 are ports in equal steps',
  ],
  [
    'MikroTik’s own',
    changed(['41873', '888'], ['23611', '555'], ['30977', '222']),
    '2 /ip firewall filter 3: the knocks 888, 555, 222 are those of MikroTik’s manual',
  ],
  [
    'a word that is guessed',
    changed(['dst-port=23611', 'content=MikroTik dst-port=23611']),
    '2 /ip firewall filter 4: the knock content=MikroTik is a word that anybody would try',
  ],
  [
    'the size of the slides',
    changed(
      [first, ''],
      [second, inChain('ICMP', knock('second', 'packet-size=720 protocol=icmp src-address-list=first'))],
      [
        established,
        `add action=accept chain=input connection-state=established,related\n${knock('first', 'dst-port=41873 protocol=tcp src-address-list=friends')}add action=jump chain=input jump-target=ICMP protocol=icmp\n`,
      ],
    ),
    '2 /ip firewall filter 5: the knock packet-size=720 is that of Boyadzhiev’s seminar (2022)',
  ],
  [
    'two knocks',
    changed([second, ''], ['src-address-list=second', 'src-address-list=first']),
    '2 /ip firewall filter 4: two knocks open the door',
  ],
  [
    'one knock',
    changed([first, ''], [second, ''], ['src-address-list=second', 'src-address-list=friends']),
    '2 /ip firewall filter 3: one knock opens the door',
  ],
  [
    'the same port again',
    changed(['dst-port=23611 protocol=udp', 'dst-port=41873 protocol=tcp']),
    '2 /ip firewall filter 4: knock 2 is the same as knock 1 (tcp 41873)',
  ],
  [
    'rising ports that nobody guards',
    changed([guard, ''], ['41873', '1201'], ['23611 protocol=udp', '4410 protocol=tcp'], ['30977', '30976']),
    '2 /ip firewall filter 1: the ports rise (1201, 4410, 30976), and nothing stops who asks others between them',
  ],
  [
    'jumps that let everything into a pattern',
    changed([
      end,
      `add action=jump chain=input jump-target=words\n${end}add action=passthrough chain=words layer7-protocol=word\n`,
    ]),
    '3 /ip firewall filter 10: the jumps to chain words let every packet into its layer 7 pattern',
  ],
  [
    'a name without a name server',
    changed([/\/ip dns\nset [^\n]*\n/, '']),
    '4 /ip firewall address-list: the router has nobody to ask for the name home.example.net',
  ],
  [
    'a name whose answers are dropped',
    changed([established, '']),
    '4 /ip firewall address-list: answers to the question for home.example.net are dropped by rule 7',
  ],
  [
    'hosts behind the router',
    changed(['add action=drop chain=forward\n', '']),
    '5 -: chain forward drops nothing that comes from outside',
  ],
  [
    'hosts behind the router, let in by a rule',
    changed(['add action=drop chain=forward\n', 'add action=accept chain=forward\nadd action=drop chain=forward\n']),
    '5 /ip firewall filter 11: lets strangers through to the hosts behind the router',
  ],
  [
    'a forwarded port that no rule stops',
    changed(
      ['add action=drop chain=forward\n', 'add action=drop chain=forward dst-port=22 protocol=tcp\n'],
      [
        '/ip service\n',
        '/ip firewall nat\nadd action=dst-nat chain=dstnat dst-port=2222 protocol=tcp to-addresses=192.0.2.10 to-ports=23\n/ip service\n',
      ],
    ),
    '5 /ip firewall nat 0: forwards tcp 2222 for everybody: no rule of chain forward stops it',
  ],
  [
    'connections in raw',
    changed([
      '/ip service\n',
      '/ip firewall raw\nadd action=drop chain=prerouting connection-state=invalid\n/ip service\n',
    ]),
    '6 /ip firewall raw 0: asks for connection-state, which there is not in raw',
  ],
  [
    'raw that drops for hosts behind the router',
    changed([
      '/ip service\n',
      '/ip firewall raw\nadd action=drop chain=prerouting dst-port=22 protocol=tcp src-address-list=!allowed\n/ip service\n',
    ]),
    "6 /ip firewall raw 0: drops packets to every address, not only to the router's",
  ],
  [
    'untracked packets',
    changed([
      '/ip service\n',
      '/ip firewall raw\nadd action=notrack chain=prerouting dst-port=53 protocol=udp\n/ip service\n',
    ]),
    '6 /ip firewall raw 0: takes packets out of connection tracking, and filter does not accept untracked ones',
  ],
  [
    'a trap that shuts behind the last knock',
    changed(
      [/add action=drop chain=input comment="Who scans[^\n]*\n/, ''],
      [last, (found: string) => `${found}add action=drop chain=input src-address-list=scanners\n`],
    ),
    '7 /ip firewall filter 5: shuts out who was noticed by rule 1, but only behind the last knock',
  ],
  [
    'no timeout',
    changed(['address-list-timeout=10s ', '']),
    '8 /ip firewall filter 3: entries of list first never end: it gives no address-list-timeout',
  ],
  [
    'IPv6 that nobody guards',
    changed(['/ip dns\n', '/ipv6 address\nadd address=2001:db8::1/64 interface=ether1\n/ip dns\n']),
    '10 /ipv6 address: the router has IPv6 addresses, and nothing drops what strangers send to them',
  ],
  [
    'a service that strangers reach by a rule',
    changed([end, `add action=accept chain=input dst-port=8291 protocol=tcp\n${end}`]),
    '10 /ip firewall filter 7: lets strangers in to winbox',
  ],
  [
    'a service for every address',
    changed(['set winbox address=192.0.2.0/24', 'set winbox port=8291']),
    '10 /ip service: from every address one may log in to winbox',
  ],
  [
    'a user whose password is the name',
    changed(['/ip service\n', '/user add name=ana password=Ana group=full\n/ip service\n']),
    '10 /user: user ana has a password that anybody would try',
  ],
])('finds %s', (_, text, finding) => {
  expect(told(text)).toContain(finding);
});

test.each<readonly [string, text: string]>([
  [
    'a drop of new connections only',
    changed([
      established,
      `add action=drop chain=input connection-state=invalid\nadd action=accept chain=input connection-state=established,related\n`,
    ]),
  ],
  [
    'rules in two steps',
    changed([
      'connection-state=established,related\n',
      'connection-state=established\nadd action=accept chain=input connection-state=related\n',
    ]),
  ],
  [
    'a drop by options that no usual packet has',
    changed([
      established,
      'add action=accept chain=input connection-state=established,related\nadd action=drop chain=input ipv4-options=loose-source-routing\n',
    ]),
  ],
  ['a drop that names the outside', changed([end, 'add action=drop chain=input in-interface=ether1\n'])],
  [
    'a drop that names everything but the inside',
    changed([end, 'add action=drop chain=input in-interface-list=!LAN\n']),
  ],
  [
    'a drop in a chain of its own',
    changed([end, 'add action=jump chain=input jump-target=end\nadd action=drop chain=end in-interface-list=WAN\n']),
  ],
  [
    'a wrong port that spoils the sequence, without psd',
    changed([
      /add [^\n]*psd=[^\n]*\n/,
      knock('scanners', 'dst-port=!22,41873,30977 protocol=tcp src-address-list=first'),
    ]),
  ],
  [
    'a rule that is disabled',
    changed([end, `add action=accept chain=input disabled=yes dst-port=8291 protocol=tcp\n${end}`]),
  ],
  [
    'users that may log in from named networks only',
    changed(
      ['set winbox address=192.0.2.0/24', 'set winbox port=8291'],
      ['/ip service\n', '/user set admin address=192.0.2.0/24\n/ip service\n'],
    ),
  ],
  [
    'IPv6 that is off',
    changed([
      '/ip dns\n',
      '/ipv6 address\nadd address=2001:db8::1/64 interface=ether1\n/ipv6 settings\nset disable-ipv6=yes\n/ip dns\n',
    ]),
  ],
  [
    'a provider that names the name server',
    changed([/\/ip dns\nset [^\n]*\n/, '/ip dhcp-client\nadd interface=ether1\n']),
  ],
])('has nothing against %s', (_, text) => {
  expect(told(text)).toEqual([]);
});

test('logins that are counted are no protection from scans', () => {
  const text = changed(
    [guard, ''],
    [
      first,
      (found: string) =>
        `add action=drop chain=input src-address-list=guessing\n${knock('guessing', 'dst-port=22 protocol=tcp')}${found}`,
    ],
  );
  expect(told(text).some((line) => line.startsWith('7 '))).toBe(true);
});

test('a configuration without a knock is asked for what any firewall needs', () => {
  const { ladders, findings } = checkConfiguration(
    { name: 'fw.rsc', text: '/ip firewall filter\nadd action=drop chain=input\n' },
    checks,
  );
  expect(ladders).toEqual([]);
  expect(findings.map(({ check }) => check.practice)).toEqual([1, 10]);
});

test('the same fault of two knocks is told once', () => {
  const text = changed([last, (found: string) => `${found}${found.replace('30977', '30978')}`], ['10s', '0s']);
  expect(told(text).filter((line) => line.startsWith('8 '))).toHaveLength(1);
});

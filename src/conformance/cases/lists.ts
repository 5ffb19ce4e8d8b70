import type { Case } from '../case.ts';
import { inside, outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const lists = '/ip/firewall/address-list';
const add = `${lists}/add list=kl-a`;
const filter = '/ip/firewall/filter/add chain=input';
const { attacker } = outside;

function keeps(id: string, address: string, kept: string, source: string): Row {
  return [
    id,
    `${address} is kept as ${kept}`,
    source,
    [`${add} address=${address}`, `${lists}/print ?list=kl-a .proplist=address`],
    kept,
  ];
}

const entries: readonly Row[] = [
  [
    'static',
    'an entry without a timeout is static',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77`, 'list kl-a'],
    '192.0.2.77 static',
  ],
  [
    'dynamic',
    'an entry with a timeout is dynamic',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77 timeout=1m`, 'list kl-a'],
    '192.0.2.77 dynamic timed',
  ],
  [
    'timeout-counts-down',
    'its timeout counts down',
    'firewall 2.3 R',
    [`${add} address=192.0.2.77 timeout=1m`, 'advance 2s', `${lists}/print ?list=kl-a .proplist=timeout`],
    /^5\ds$/,
  ],
  [
    'timeout-ends',
    'an entry goes when its time has passed',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77 timeout=2s`, 'list kl-a', 'advance 3s', 'list kl-a'],
    '192.0.2.77 dynamic timed\nempty',
  ],
  [
    'creation-time',
    'an entry knows when it was made',
    'firewall 3.3 R',
    [`${add} address=192.0.2.77`, `${lists}/print ?list=kl-a .proplist=creation-time`],
    { 6: /^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/, 7: /^(\d{4}-\d\d-\d\d|[a-z]{3}\/\d\d\/\d{4}) \d\d:\d\d:\d\d$/ },
  ],
  keeps('host', '192.0.2.5/32', '192.0.2.5', 'firewall 2.2 D'),
  keeps('prefix-is-a-network', '192.0.2.9/24', '192.0.2.0/24', 'firewall 2.2 D'),
  keeps('range-that-is-a-prefix', '192.168.0.0-192.168.1.255', '192.168.0.0/23', 'firewall 2.2 D'),
  keeps('range', '192.0.2.5-192.0.2.7', '192.0.2.5-192.0.2.7', 'firewall 2.2 D'),
  keeps('no-address-is-a-name', '203.0.113.1-254', '203.0.113.1-254', 'firewall 2.2 D'),
  [
    'twice',
    'an entry is there once',
    'firewall 2.1 D',
    [`${add} address=192.0.2.0/24`, `${add} address=192.0.2.0/24`],
    '! failure: already have such entry',
  ],
  [
    'twice-in-other-words',
    '192.0.2.77/24 is 192.0.2.0/24',
    'firewall 2.1 R',
    [`${add} address=192.0.2.0/24`, `${add} address=192.0.2.77/24`],
    '! failure: already have such entry',
  ],
  [
    'twice-dynamic',
    'a dynamic entry stands in the way as well',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77 timeout=1m`, `${add} address=192.0.2.77`],
    '! failure: already have such entry',
  ],
  [
    'overlapping',
    'entries that overlap are two',
    'firewall 2.1 D',
    [`${add} address=192.0.2.0/24`, `${add} address=192.0.2.77`, 'list kl-a'],
    '192.0.2.0/24 static, 192.0.2.77 static',
  ],
  [
    'another-list',
    'the same address may be on another list',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77`, `${lists}/add list=kl-b address=192.0.2.77`, 'list kl-a', 'list kl-b'],
    '192.0.2.77 static\n192.0.2.77 static',
  ],
  [
    'order',
    'entries stand in the order in which they came',
    'firewall 2.3 R',
    [
      `${add} address=192.0.2.9`,
      `${add} address=192.0.2.5 timeout=1m`,
      `${add} address=192.0.2.7`,
      `${lists}/print ?list=kl-a .proplist=address`,
    ],
    '192.0.2.9\n192.0.2.5\n192.0.2.7',
  ],
  [
    'set-timeout',
    'a timeout can be set anew',
    'firewall 2.1 D',
    [
      `a = ${add} address=192.0.2.77 timeout=1m`,
      `${lists}/set .id=$a timeout=1h`,
      `${lists}/print ?list=kl-a .proplist=timeout`,
    ],
    /^(1h|59m59s)$/,
  ],
  [
    'longest-timeout',
    'a timeout of more than 35 weeks is refused',
    'firewall 2.1 D',
    [`${add} address=192.0.2.77 timeout=36w`],
    '! value of timeout is out of range (00:00:00 .. 35w3d13:13:56)',
  ],
  [
    'comment',
    'an entry has its comment',
    'firewall 2.3 R',
    [`${add} address=192.0.2.77 comment="by hand"`, `${lists}/print ?list=kl-a .proplist=address,comment`],
    '192.0.2.77 by hand',
  ],
  [
    'remove',
    'a removed entry is gone',
    'firewall 2.1 D',
    [`a = ${add} address=192.0.2.77`, `${lists}/remove .id=$a`, 'list kl-a'],
    'empty',
  ],
  [
    'remove-dynamic',
    'so is a dynamic one',
    'firewall 2.1 D',
    [`a = ${add} address=192.0.2.77 timeout=1m`, `${lists}/remove .id=$a`, 'list kl-a'],
    'empty',
  ],
  [
    'list-needed',
    'an entry wants a list',
    'firewall 2.2 I',
    [`${lists}/add address=192.0.2.77`],
    '! missing value(s) of argument(s) list',
  ],
];

/** A rule that lists whoever knocks at 7000/udp. */
const listing = (timeout: string): string =>
  `${filter} protocol=udp dst-port=7000 action=add-src-to-address-list address-list=kl-a${timeout}`;
const knock = 'attacker knocks 7000/udp';
const timed = ' address-list-timeout=';

const filled: readonly Row[] = [
  [
    'rule-adds',
    'a rule adds the source of a packet',
    'firewall 2.1 D',
    ['watch', listing(`${timed}1m`), knock, 'list kl-a'],
    `${attacker} dynamic timed`,
  ],
  [
    'rule-adds-destination',
    'or its destination',
    'firewall 1.2 D',
    [
      'watch',
      `${filter} protocol=udp dst-port=7000 action=add-dst-to-address-list address-list=kl-a address-list-timeout=1m`,
      knock,
      'list kl-a',
    ],
    `${outside.router} dynamic timed`,
  ],
  [
    'rule-entry-ends',
    'an entry of a rule goes when its time has passed',
    'firewall 2.1 D',
    ['watch', listing(`${timed}2s`), knock, 'list kl-a', 'advance 3s', 'list kl-a'],
    `${attacker} dynamic timed\nempty`,
  ],
  [
    'rule-refreshes',
    'a repeated match begins the time anew',
    'firewall 2.1 D',
    ['watch', listing(`${timed}3s`), knock, 'advance 2s', knock, 'advance 2s', 'list kl-a', 'advance 2s', 'list kl-a'],
    `${attacker} dynamic timed\nempty`,
  ],
  [
    'rule-adds-once',
    'and makes no second entry',
    'firewall 2.1 D',
    ['watch', listing(`${timed}1m`), knock, knock, 'list kl-a'],
    `${attacker} dynamic timed`,
  ],
  [
    'rule-shortens',
    'another rule’s shorter time counts',
    'firewall 2.1 I',
    [
      'watch',
      listing(`${timed}1m`),
      `${filter} protocol=udp dst-port=7001 action=add-src-to-address-list address-list=kl-a address-list-timeout=2s`,
      knock,
      'attacker knocks 7001/udp',
      'advance 3s',
      'list kl-a',
    ],
    'empty',
  ],
  [
    'rule-makes-it-stay',
    'none-dynamic takes the time away',
    'firewall 2.1 I',
    [
      'watch',
      listing(`${timed}2s`),
      `${filter} protocol=udp dst-port=7001 action=add-src-to-address-list address-list=kl-a`,
      knock,
      'attacker knocks 7001/udp',
      'advance 3s',
      'list kl-a',
    ],
    `${attacker} dynamic`,
  ],
  [
    'rule-without-time',
    'without a time an entry stays until the next boot',
    'firewall 2.1 D',
    ['watch', listing(''), knock, 'advance 2s', 'list kl-a'],
    `${attacker} dynamic`,
  ],
  [
    'rule-time-of-zero',
    '0s is no time',
    'firewall 2.1 D',
    ['watch', listing(`${timed}0s`), knock, 'advance 2s', 'list kl-a'],
    `${attacker} dynamic`,
  ],
  [
    'rule-none-static',
    'none-static makes an entry of the configuration',
    'firewall 2.1 D',
    ['watch', listing(`${timed}none-static`), knock, 'list kl-a'],
    `${attacker} static`,
  ],
  [
    'rule-keeps-static',
    'an entry that was static stays so',
    'firewall 2.1 D',
    ['watch', `${add} address=${attacker}`, listing(`${timed}2s`), knock, 'advance 3s', 'list kl-a'],
    `${attacker} static`,
  ],
  [
    'rule-in-a-prefix',
    'an address in a prefix of the list gets no entry of its own',
    'firewall 2.1 I',
    ['watch', `${add} address=198.51.100.0/24`, listing(`${timed}1m`), knock, 'list kl-a'],
    '198.51.100.0/24 static',
  ],
  [
    'rule-goes-on',
    'the rule behind sees the address on the list at once',
    'firewall 1.2 K',
    [
      'watch',
      listing(`${timed}1m`),
      `${filter} protocol=udp src-address-list=kl-a action=passthrough`,
      knock,
      'counts',
    ],
    '1 1',
  ],
  [
    'two-stages-one-packet',
    'stages of one port in ascending order are passed by one packet',
    'firewall 1.2 I',
    [
      'watch',
      listing(`${timed}1m`),
      `${filter} protocol=udp dst-port=7000 src-address-list=kl-a action=add-src-to-address-list address-list=kl-b address-list-timeout=1m`,
      knock,
      'list kl-b',
    ],
    `${attacker} dynamic timed`,
  ],
  [
    'two-stages-two-packets',
    'in descending order by two',
    'firewall 1.2 D',
    [
      'watch',
      `${filter} protocol=udp dst-port=7000 src-address-list=kl-a action=add-src-to-address-list address-list=kl-b address-list-timeout=1m`,
      listing(`${timed}1m`),
      knock,
      'list kl-b',
      knock,
      'list kl-b',
    ],
    `empty\n${attacker} dynamic timed`,
  ],
  [
    'rule-keeps-creation-time',
    'a refreshed entry keeps the time when it was made',
    'firewall 9 I',
    [
      'watch',
      listing(`${timed}1m`),
      knock,
      `~ ${lists}/print ?list=kl-a .proplist=creation-time`,
      'advance 2s',
      knock,
      `${lists}/print count-only ?list=kl-a`,
    ],
    '1',
  ],
];

const seen: readonly Row[] = [
  [
    'matches-host',
    'src-address-list matches who is on it',
    'firewall 1.7 D',
    [
      `${add} address=${attacker}`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
      'client tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'matches-prefix',
    'a prefix matches its addresses',
    'firewall 2.2 D',
    [
      `${add} address=198.51.100.0/24`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
      'client tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'matches-range',
    'so does a range',
    'firewall 2.2 D',
    [
      `${add} address=198.51.100.60-198.51.100.70`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
    ],
    'filtered',
  ],
  [
    'matches-destination',
    'dst-address-list looks at the destination',
    'firewall 1.7 D',
    [
      `${add} address=${inside.router}`,
      `${filter} protocol=tcp dst-address-list=kl-a action=drop`,
      'attacker tcp 80',
      'client tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'negated',
    '!LIST matches who is not on it',
    'firewall 1.7 I',
    [
      `${add} address=${attacker}`,
      `${filter} protocol=tcp in-interface=ether2 src-address-list=!kl-a action=drop`,
      'client tcp 80',
    ],
    'filtered',
  ],
  [
    'unknown-matches-nobody',
    'a list that there is not matches nobody',
    'firewall 1.7 I',
    [`${filter} protocol=tcp src-address-list=kl-none action=drop`, 'attacker tcp 80'],
    'open',
  ],
  [
    'unknown-negated-matches-all',
    'and negated everybody',
    'firewall 1.7 I',
    [`${filter} protocol=tcp in-interface=ether1 src-address-list=!kl-none action=drop`, 'attacker tcp 80'],
    'filtered',
  ],
  [
    'disabled-entry',
    'a disabled entry does not match',
    'firewall 2.1 I',
    [
      `a = ${add} address=${attacker} disabled=yes`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
      `${lists}/enable .id=$a`,
      'attacker tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'removed-entry',
    'a removed entry does not match any more',
    'firewall 2.1 I',
    [
      `a = ${add} address=${attacker}`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
      `${lists}/remove .id=$a`,
      'attacker tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'timed-entry-lets-go',
    'nor does one whose time has passed',
    'firewall 2.1 D',
    [
      `${add} address=${attacker} timeout=2s`,
      `${filter} protocol=tcp src-address-list=kl-a action=drop`,
      'attacker tcp 80',
      'advance 3s',
      'attacker tcp 80',
    ],
    'filtered\nopen',
  ],
];

export const listCases: readonly Case[] = [
  ...lineCases('lists', entries),
  ...lineCases('lists', [...filled, ...seen], { needs: 'packets' }),
];

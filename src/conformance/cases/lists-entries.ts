import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const lists = '/ip/firewall/address-list';

const add = `${lists}/add list=kl-a`;

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

export const listEntries: readonly Case[] = lineCases('lists', entries);

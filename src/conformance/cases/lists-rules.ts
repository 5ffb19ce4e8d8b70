import type { Case } from '../case.ts';
import { outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const lists = '/ip/firewall/address-list';

const add = `${lists}/add list=kl-a`;

const filter = '/ip/firewall/filter/add chain=input';

const { attacker } = outside;

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

export const listRules: readonly Case[] = lineCases('lists', filled, { needs: 'packets' });

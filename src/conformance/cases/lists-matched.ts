import type { Case } from '../case.ts';
import { inside, outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const lists = '/ip/firewall/address-list';

const add = `${lists}/add list=kl-a`;

const filter = '/ip/firewall/filter/add chain=input';

const { attacker } = outside;

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

export const matchedLists: readonly Case[] = lineCases('lists', seen, { needs: 'packets' });

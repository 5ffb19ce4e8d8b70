import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter';
const add = `${filter}/add chain=input protocol=icmp in-interface=ether1 action=passthrough`;
const ping = 'attacker knocks icmp:size=100';

const rows: readonly Row[] = [
  ['begin-at-zero', 'a new rule has counted nothing', 'firewall 1.4 D', [add, 'counts', 'bytes'], '0\n0'],
  [
    'packets',
    'a rule counts the packets that it has matched',
    'firewall 1.4 D',
    ['watch', add, ping, ping, 'counts'],
    '2',
  ],
  ['bytes', 'and the bytes of their IP packets', 'firewall 1.4 I', ['watch', add, ping, ping, 'bytes'], '200'],
  [
    'all-matchers',
    'only when all matchers match',
    'firewall 1.4 D',
    ['watch', `${add} packet-size=101`, add, ping, 'counts'],
    '0 1',
  ],
  [
    'decided-before',
    'a rule behind one that decides counts nothing',
    'firewall 1.1 D',
    ['watch', `${filter}/add chain=input protocol=icmp in-interface=ether1 action=accept`, add, ping, 'counts'],
    '1 0',
  ],
  [
    'passthrough-goes-on',
    'passthrough counts and goes on',
    'firewall 1.2 K',
    ['watch', add, add, ping, 'counts'],
    '1 1',
  ],
  [
    'log-goes-on',
    'log counts and goes on',
    'firewall 1.2 K',
    ['watch', `${filter}/add chain=input protocol=icmp in-interface=ether1 action=log`, add, ping, 'counts'],
    '1 1',
  ],
  [
    'disabled-counts-nothing',
    'a disabled rule counts nothing',
    'firewall 1.5 D',
    ['watch', `${add} disabled=yes`, add, ping, 'counts'],
    '0 1',
  ],
  [
    'jump-counts',
    'a jump counts, and so do the rules that it leads to',
    'firewall 1.2 D',
    [
      'watch',
      `${filter}/add chain=input protocol=icmp in-interface=ether1 action=jump jump-target=kl-chain`,
      `${filter}/add chain=kl-chain action=passthrough`,
      ping,
      'counts',
    ],
    '1 1',
  ],
  [
    'return-counts',
    'return counts, and goes back behind the jump',
    'firewall 1.2 D',
    [
      'watch',
      `${filter}/add chain=input protocol=icmp in-interface=ether1 action=jump jump-target=kl-chain`,
      `${filter}/add chain=kl-chain action=return`,
      `${filter}/add chain=kl-chain action=drop`,
      add,
      ping,
      'counts',
    ],
    '1 1 0 1',
  ],
  [
    'reset-counters',
    'reset-counters begins anew',
    'firewall 1.4 D',
    ['watch', `a = ${add}`, ping, `${filter}/reset-counters numbers=$a`, 'counts', ping, 'counts'],
    '0\n1',
  ],
  [
    'reset-one',
    'of the rules that are named',
    'firewall 1.4 D',
    ['watch', `a = ${add}`, add, ping, `${filter}/reset-counters numbers=$a`, 'counts'],
    '0 1',
  ],
  [
    'another-rule-changes',
    'counters go on when another rule changes',
    'firewall 1.4 I',
    ['watch', add, ping, `b = ${add} comment=x`, `${filter}/set .id=$b comment=y`, 'counts'],
    '1 0',
  ],
  [
    'moved-rule',
    'and when the rule moves',
    'firewall 1.4 I',
    ['watch', `a = ${add}`, `b = ${add}`, ping, `${filter}/move numbers=$b destination=$a`, 'counts'],
    '1 1',
  ],
  [
    'comment-changes',
    'and when its comment changes',
    'firewall 1.4 I',
    ['watch', `a = ${add}`, ping, `${filter}/set .id=$a comment=x`, 'counts'],
    '1',
  ],
  [
    'raw-before-filter',
    'raw counts what filter drops',
    'firewall 1.1 D',
    [
      'watch',
      '/ip/firewall/raw/add chain=prerouting protocol=icmp in-interface=ether1 action=passthrough',
      `${filter}/add chain=input protocol=icmp in-interface=ether1 action=drop`,
      ping,
      'counts',
    ],
    '1 1',
  ],
  [
    'raw-drop-before-filter',
    'filter does not see what raw drops',
    'firewall 1.1 D',
    [
      'watch',
      '/ip/firewall/raw/add chain=prerouting protocol=icmp in-interface=ether1 action=drop',
      add,
      ping,
      'counts',
    ],
    '1 0',
  ],
  [
    'mangle-before-filter',
    'mangle input comes before filter input',
    'firewall 1.1 D',
    [
      'watch',
      '/ip/firewall/mangle/add chain=input protocol=icmp in-interface=ether1 action=mark-packet new-packet-mark=kl',
      `${add} packet-mark=kl`,
      ping,
      'counts',
    ],
    '1 1',
  ],
  [
    'nat-counts-connections',
    'nat counts the first packet of a connection',
    'firewall 1.4 R',
    [
      'watch',
      '/ip/firewall/nat/add chain=dstnat protocol=udp dst-port=7000 in-interface=ether1 action=passthrough',
      'attacker nping --udp -g 4000 -p 7000',
      'attacker nping --udp -g 4000 -p 7000',
      'attacker nping --udp -g 4001 -p 7000',
      'counts',
    ],
    '2',
  ],
  [
    'output-counts-answers',
    'chain output counts what the router answers',
    'firewall 1.1 D',
    [
      `${filter}/add chain=output protocol=icmp dst-address=198.51.100.66 action=passthrough`,
      'attacker pings',
      'counts',
    ],
    'answered\n1',
  ],
];

export const counterCases: readonly Case[] = lineCases('counters', rows, { needs: 'packets' });

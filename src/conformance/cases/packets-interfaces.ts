import type { Case } from '../case.ts';
import { inside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const interfaces: readonly Row[] = [
  [
    'in-interface',
    'in-interface tells where a packet came in',
    'firewall 1.7 D',
    [
      '/ip/firewall/filter/add chain=input in-interface=ether1 protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'in-interface-negated',
    'negated it is all others',
    'firewall 1.3 D',
    [
      '/ip/firewall/filter/add chain=input in-interface=!ether1 protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'in-interface-list',
    'a list stands for its members',
    'firewall 1.7 D',
    [
      '/interface/list/add name=kl-wan',
      '/interface/list/member/add list=kl-wan interface=ether1',
      '/ip/firewall/filter/add chain=input in-interface-list=kl-wan protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'in-interface-list-negated',
    '!LIST stands for all others',
    'firewall 1.3 D',
    [
      '/interface/list/add name=kl-wan',
      '/interface/list/member/add list=kl-wan interface=ether1',
      '/ip/firewall/filter/add chain=input in-interface-list=!kl-wan protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'empty-interface-list',
    'an empty list stands for none',
    'firewall 5.3 I',
    [
      '/interface/list/add name=kl-wan',
      '/ip/firewall/filter/add chain=input in-interface-list=kl-wan protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
    ],
    'open',
  ],
  [
    'list-includes',
    'a list includes another, and leaves one out',
    'firewall 7 D',
    [
      '/interface/list/add name=kl-wan',
      '/interface/list/add name=kl-all include=all exclude=kl-wan',
      '/interface/list/member/add list=kl-wan interface=ether1',
      '/ip/firewall/filter/add chain=input in-interface-list=kl-all protocol=tcp dst-port=80 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'out-interface',
    'out-interface tells where a packet goes out',
    'firewall 1.7 D',
    [
      'watch',
      '/ip/firewall/filter/add chain=forward out-interface=ether2 protocol=udp action=passthrough',
      '/ip/firewall/filter/add chain=forward out-interface=ether1 protocol=udp action=passthrough',
      `attacker nping --udp -p 9 --dest-ip ${inside.client}`,
      'counts',
    ],
    '1 0',
  ],
];

export const packetInterfaces: readonly Case[] = lineCases('packets', interfaces, { needs: 'packets' });

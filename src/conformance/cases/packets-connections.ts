import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';

const input = `${filter} chain=input in-interface=ether1`;

const answers = 'connection-state=established,related';

const states: readonly Row[] = [
  [
    'new-by-syn',
    'a first packet is new',
    'firewall 1.7 D',
    [
      'watch',
      `${filter} chain=input protocol=tcp dst-port=81 connection-state=new action=passthrough`,
      `${filter} chain=input protocol=tcp dst-port=81 connection-state=!new action=passthrough`,
      'attacker nping --tcp -p 81 --flags syn',
      'counts',
    ],
    '1 0',
  ],
  [
    'repeated-syn-is-new',
    'a dropped SYN that comes again is new again',
    'firewall 1.7 I',
    [
      'watch',
      `${filter} chain=input protocol=tcp dst-port=81 connection-state=new action=drop`,
      'attacker nping --tcp -g 4000 -p 81 --flags syn',
      'attacker nping --tcp -g 4000 -p 81 --flags syn',
      'counts',
    ],
    '2',
  ],
  [
    'udp-stays-new',
    'UDP without an answer stays new',
    'firewall 1.7 D',
    [
      'watch',
      `${filter} chain=input protocol=udp dst-port=81 connection-state=new action=drop`,
      'attacker nping --udp -g 4000 -p 81',
      'attacker nping --udp -g 4000 -p 81',
      'counts',
    ],
    '2',
  ],
  [
    'stray-rst-is-invalid',
    'a reset of no connection is invalid',
    'firewall 1.7 I',
    [
      'watch',
      `${filter} chain=input protocol=tcp dst-port=81 connection-state=invalid action=passthrough`,
      'attacker nping --tcp -p 81 --flags rst',
      'counts',
    ],
    '1',
  ],
  [
    'stray-ack-is-new',
    'an ACK of no connection is new',
    'firewall 6.1 D',
    [
      'watch',
      `${filter} chain=input protocol=tcp dst-port=81 connection-state=new action=passthrough`,
      'attacker nping --tcp -p 81 --flags ack',
      'counts',
    ],
    '1',
  ],
  [
    'established-comes-through',
    'answers are established',
    'firewall 1.7 D',
    [`${input} ${answers} action=accept`, `${input} protocol=tcp dst-port=!23 action=drop`, 'attacker tcp 23,80'],
    'open filtered',
  ],
  [
    'held-connection-outlives-its-list',
    'an accepted connection goes on when its list entry has gone',
    'firewall 5.3 D',
    [
      'a = /ip/firewall/address-list/add list=kl-a address=198.51.100.66',
      `${input} ${answers} action=accept`,
      `${input} protocol=tcp dst-port=23 src-address-list=!kl-a action=drop`,
      'attacker holds 23',
      '/ip/firewall/address-list/remove .id=$a',
      'attacker tcp 23',
      'attacker carries 23',
    ],
    'filtered\ncarries',
  ],
  [
    'raw-cuts-connections',
    'raw cuts a connection that is established',
    'firewall 6.3 D',
    [
      `${input} ${answers} action=accept`,
      'attacker holds 23',
      '/ip/firewall/raw/add chain=prerouting protocol=tcp dst-port=23 in-interface=ether1 action=drop',
      'attacker carries 23',
    ],
    'does not carry',
  ],
  [
    'notrack-is-untracked',
    'what raw does not track is untracked',
    'firewall 1.2 K',
    [
      'watch',
      '/ip/firewall/raw/add chain=prerouting protocol=udp dst-port=81 action=notrack',
      `${filter} chain=input protocol=udp dst-port=81 connection-state=untracked action=passthrough`,
      'attacker nping --udp -p 81',
      'counts',
    ],
    '1 1',
  ],
  [
    'notrack-goes-on',
    'and the rules behind notrack are asked',
    'firewall 1.2 K',
    [
      'watch',
      '/ip/firewall/raw/add chain=prerouting protocol=udp dst-port=81 action=notrack',
      '/ip/firewall/raw/add chain=prerouting protocol=udp dst-port=81 action=passthrough',
      'attacker nping --udp -p 81',
      'counts',
    ],
    '1 1',
  ],
  [
    'connection-is-listed',
    'a connection stands in the table',
    'firewall 6.1 D',
    [
      'watch',
      `${input} protocol=udp dst-port=82 action=accept`,
      'attacker nping --udp -g 4000 -p 82',
      '/ip/firewall/connection/print ?src-address=198.51.100.66:4000 .proplist=protocol,src-address,dst-address',
    ],
    'udp 198.51.100.66:4000 198.51.100.1:82',
  ],
];

export const packetConnections: readonly Case[] = lineCases('packets', states, { needs: 'packets' });

import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const raw = '/ip/firewall/raw/add chain=prerouting action=passthrough in-interface=ether1';

const input = '/ip/firewall/filter/add chain=input action=passthrough in-interface=ether1';

const udp = (port: number, from = 4000): string => `attacker nping --udp -g ${from} -p ${port}`;

const counting: readonly Row[] = [
  [
    'limit-spends-its-burst',
    'limit matches its burst, and no more',
    'firewall 1.7 D',
    ['watch', `${raw} protocol=icmp limit=1/1h,2:packet`, ...Array<string>(3).fill('attacker nping --icmp'), 'counts'],
    '2',
  ],
  [
    'limit-negated',
    'negated it matches what is more',
    'firewall 1.3 D',
    ['watch', `${raw} protocol=icmp limit=!1/1h,2:packet`, ...Array<string>(3).fill('attacker nping --icmp'), 'counts'],
    '1',
  ],
  [
    'limit-after-the-others',
    'limit sees only what the rule’s other matchers let through',
    'firewall 1.7 D',
    [
      'watch',
      `${raw} protocol=icmp limit=1/1h,1:packet packet-size=111`,
      'attacker nping --icmp --data-length 10',
      'attacker nping --icmp --data-length 83',
      'counts',
    ],
    '1',
  ],
  [
    'dst-limit',
    'dst-limit matches under the limit',
    'firewall 1.7 D',
    ['watch', `${raw} protocol=udp dst-limit=1/1d,1,dst-address-and-port/1d`, udp(9), udp(9), udp(10), 'counts'],
    '2',
  ],
  [
    'nth',
    'nth matches each second packet',
    'firewall 1.7 D',
    ['watch', `${raw} protocol=icmp nth=2,1`, ...Array<string>(4).fill('attacker nping --icmp'), 'counts'],
    '2',
  ],
  [
    'connection-limit',
    'a source has more connections than connection-limit allows from the next one on',
    'firewall 1.7 K',
    ['watch', `${input} protocol=udp connection-limit=2,32`, udp(3000), udp(3001), udp(3002), 'counts'],
    '1',
  ],
  [
    'connection-bytes',
    'connection-bytes counts a connection',
    'firewall 1.7 D',
    [
      'watch',
      `${input} protocol=udp dst-port=82 connection-bytes=50-0`,
      `${input} protocol=udp dst-port=82`,
      udp(82),
      udp(82),
      udp(82),
      'counts',
    ],
    /^[12] 3$/,
  ],
  [
    'psd-seventh-low-port',
    'the seventh low port makes 21',
    'firewall 1.8 K',
    [
      'advance 2s',
      'watch',
      `${raw} protocol=udp psd=21,1s,3,1`,
      'attacker knocks 11/udp 12/udp 13/udp 14/udp 15/udp 16/udp',
      'counts',
      'attacker knocks 17/udp',
      'counts',
    ],
    '0\n1',
  ],
  [
    'psd-same-port',
    'a port counts once',
    'firewall 1.8 K',
    [
      'advance 2s',
      'watch',
      `${raw} protocol=udp psd=21,1s,3,1`,
      'attacker knocks 11/udp 11/udp 11/udp 11/udp 11/udp 11/udp 11/udp 11/udp',
      'counts',
    ],
    '0',
  ],
  [
    'psd-high-ports',
    'high ports weigh less',
    'firewall 1.8 K',
    [
      'advance 2s',
      'watch',
      `${raw} protocol=udp psd=21,1s,3,1`,
      'attacker knocks 2001/udp 2002/udp 2003/udp 2004/udp 2005/udp 2006/udp 2007/udp 2008/udp',
      'counts',
    ],
    '0',
  ],
];

const mark = '/ip/firewall/mangle/add chain=prerouting in-interface=ether1';

const marks: readonly Row[] = [
  [
    'packet-mark',
    'a packet keeps its mark for the rules behind',
    'firewall 1.7 D',
    [
      'watch',
      `${mark} protocol=icmp packet-size=111 action=mark-packet new-packet-mark=kl`,
      `${input} protocol=icmp packet-mark=kl`,
      'attacker nping --icmp --data-length 83',
      'attacker nping --icmp --data-length 84',
      'counts',
    ],
    '1 1',
  ],
  [
    'no-mark',
    'no-mark is what has none',
    'firewall 1.7 D',
    [
      'watch',
      `${mark} protocol=icmp packet-size=111 action=mark-packet new-packet-mark=kl`,
      `${input} protocol=icmp packet-mark=no-mark`,
      'attacker nping --icmp --data-length 83',
      'attacker nping --icmp --data-length 84',
      'counts',
    ],
    '1 1',
  ],
  [
    'connection-mark',
    'a connection keeps its mark for later packets',
    'firewall 1.7 D',
    [
      'watch',
      `${mark} protocol=udp connection-mark=no-mark action=mark-connection new-connection-mark=kl`,
      `${input} protocol=udp connection-mark=kl`,
      udp(82),
      udp(82),
      'counts',
    ],
    '1 2',
  ],
  [
    'mark-goes-on',
    'passthrough=yes goes on in the table',
    'firewall 1.2 K',
    [
      'watch',
      `${mark} protocol=icmp action=mark-packet new-packet-mark=kl`,
      `${mark} protocol=icmp action=passthrough`,
      'attacker nping --icmp',
      'counts',
    ],
    '1 1',
  ],
  [
    'mark-ends',
    'passthrough=no ends it',
    'firewall 1.2 K',
    [
      'watch',
      `${mark} protocol=icmp action=mark-packet new-packet-mark=kl passthrough=no`,
      `${mark} protocol=icmp action=passthrough`,
      'attacker nping --icmp',
      'counts',
    ],
    '1 0',
  ],
];

export const packetCounting: readonly Case[] = lineCases('packets', [...counting, ...marks], {
  needs: 'packets',
});

import type { Case } from '../case.ts';
import { inside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const raw = '/ip/firewall/raw/add chain=prerouting action=passthrough in-interface=ether1';

/** A matcher that a first packet fits and a second one does not: it has counted one of two. */
function tells(id: string, matcher: string, source: string, hit: string, miss: string): Row {
  const to = (packet: string): string => `attacker nping ${packet}`;
  return [
    id,
    `${matcher} tells one packet from another`,
    source,
    ['watch', `${raw} ${matcher}`, to(hit), to(miss), 'counts'],
    '1',
  ];
}

const address: readonly Row[] = [
  tells('source-host', 'src-address=198.51.100.66', 'firewall 1.7 D', '--icmp', '--icmp -S 198.51.100.99'),
  tells('source-prefix', 'src-address=198.51.100.64/28', 'firewall 1.7 D', '--icmp', '--icmp -S 198.51.100.99'),
  tells(
    'source-range',
    'src-address=198.51.100.60-198.51.100.70',
    'firewall 1.7 D',
    '--icmp',
    '--icmp -S 198.51.100.99',
  ),
  tells('source-negated', 'src-address=!198.51.100.66', 'firewall 1.7 D', '--icmp -S 198.51.100.99', '--icmp'),
  tells('destination', 'dst-address=198.51.100.1', 'firewall 1.7 D', '--icmp', `--icmp --dest-ip ${inside.client}`),
  tells(
    'destination-type-local',
    'dst-address-type=local',
    'firewall 1.7 D',
    '--icmp',
    `--icmp --dest-ip ${inside.client}`,
  ),
  tells(
    'destination-type-negated',
    'dst-address-type=!local',
    'firewall 1.7 D',
    `--icmp --dest-ip ${inside.client}`,
    '--icmp',
  ),
];

const transport: readonly Row[] = [
  tells('protocol', 'protocol=icmp', 'firewall 1.7 D', '--icmp', '--udp -p 9'),
  tells('protocol-negated', 'protocol=!icmp', 'firewall 1.3 D', '--udp -p 9', '--icmp'),
  tells('destination-port', 'protocol=udp dst-port=53', 'firewall 1.7 D', '--udp -p 53', '--udp -p 54'),
  tells('destination-ports', 'protocol=udp dst-port=53,100-200', 'firewall 1.3 D', '--udp -p 150', '--udp -p 201'),
  tells('destination-port-negated', 'protocol=udp dst-port=!53,54', 'firewall 1.3 D', '--udp -p 55', '--udp -p 54'),
  tells(
    'many-ports',
    'protocol=udp dst-port=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,1000-2000',
    'firewall 10 I',
    '--udp -p 1999',
    '--udp -p 18',
  ),
  tells('source-port', 'protocol=udp src-port=4000', 'firewall 1.7 D', '--udp -g 4000 -p 9', '--udp -g 4001 -p 9'),
  tells('either-port', 'protocol=udp port=4000', 'firewall 1.7 D', '--udp -g 5 -p 4000', '--udp -g 5 -p 6'),
  tells(
    'flags-syn-without-ack',
    'protocol=tcp tcp-flags=syn,!ack',
    'firewall 1.7 I',
    '--tcp -p 9 --flags syn',
    '--tcp -p 9 --flags syn,ack',
  ),
  tells(
    'flags-syn',
    'protocol=tcp tcp-flags=syn',
    'firewall 1.7 D',
    '--tcp -p 9 --flags syn,ack',
    '--tcp -p 9 --flags ack',
  ),
  tells(
    'flags-none',
    'protocol=tcp tcp-flags=!syn,!ack,!fin,!rst',
    'firewall 1.7 D',
    '--tcp -p 9 --flags none',
    '--tcp -p 9 --flags fin',
  ),
  tells(
    'icmp-type-and-code',
    'protocol=icmp icmp-options=8:0',
    'firewall 1.7 D',
    '--icmp --icmp-type 8 --icmp-code 0',
    '--icmp --icmp-type 8 --icmp-code 1',
  ),
  tells(
    'icmp-type',
    'protocol=icmp icmp-options=8',
    'firewall 1.7 D',
    '--icmp --icmp-type 8 --icmp-code 7',
    '--icmp --icmp-type 13',
  ),
  tells(
    'icmp-all-codes',
    'protocol=icmp icmp-options=8:0-255',
    'firewall 1.7 R',
    '--icmp --icmp-type 8 --icmp-code 200',
    '--icmp --icmp-type 13',
  ),
  tells(
    'icmp-codes',
    'protocol=icmp icmp-options=8:3-5',
    'firewall 1.7 D',
    '--icmp --icmp-type 8 --icmp-code 5',
    '--icmp --icmp-type 8 --icmp-code 6',
  ),
];

const packet: readonly Row[] = [
  tells(
    'size',
    'protocol=icmp packet-size=111',
    'firewall 1.7 K',
    '--icmp --data-length 83',
    '--icmp --data-length 84',
  ),
  tells(
    'size-range',
    'protocol=icmp packet-size=100-111',
    'firewall 1.7 D',
    '--icmp --data-length 72',
    '--icmp --data-length 71',
  ),
  tells(
    'size-negated',
    'protocol=icmp packet-size=!111',
    'firewall 1.7 D',
    '--icmp --data-length 84',
    '--icmp --data-length 83',
  ),
  tells('ttl-equal', 'protocol=icmp ttl=equal:5', 'firewall 1.7 D', '--icmp --ttl 5', '--icmp --ttl 6'),
  tells('ttl-not-equal', 'protocol=icmp ttl=not-equal:5', 'firewall 1.7 D', '--icmp --ttl 6', '--icmp --ttl 5'),
  tells('ttl-less', 'protocol=icmp ttl=less-than:5', 'firewall 1.7 D', '--icmp --ttl 4', '--icmp --ttl 5'),
  tells('ttl-greater', 'protocol=icmp ttl=greater-than:5', 'firewall 1.7 D', '--icmp --ttl 6', '--icmp --ttl 5'),
  tells('dscp', 'protocol=icmp dscp=10', 'firewall 1.7 D', '--icmp --tos 40', '--icmp --tos 44'),
  tells(
    'content',
    'protocol=udp content="open sesame"',
    'firewall 1.7 D',
    '--udp -p 9 --data-string "well open sesame"',
    '--udp -p 9 --data-string "open it"',
  ),
  tells(
    'content-heeds-case',
    'protocol=udp content=sesame',
    'firewall 1.7 I',
    '--udp -p 9 --data-string sesame',
    '--udp -p 9 --data-string Sesame',
  ),
  tells('options-any', 'protocol=icmp ipv4-options=any', 'firewall 1.7 D', '--icmp --ip-options R', '--icmp'),
  tells('options-none', 'protocol=icmp ipv4-options=none', 'firewall 1.7 D', '--icmp', '--icmp --ip-options R'),
  tells(
    'options-record-route',
    'protocol=icmp ipv4-options=record-route',
    'firewall 1.7 D',
    '--icmp --ip-options R',
    '--icmp --ip-options T',
  ),
  tells(
    'options-timestamp',
    'protocol=icmp ipv4-options=timestamp',
    'firewall 1.7 D',
    '--icmp --ip-options T',
    '--icmp --ip-options R',
  ),
];

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

export const packetMatchers: readonly Case[] = lineCases(
  'packets',
  [...address, ...transport, ...packet, ...counting, ...marks, ...interfaces],
  { needs: 'packets' },
);

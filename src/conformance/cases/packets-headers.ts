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

export const packetHeaders: readonly Case[] = lineCases('packets', [...address, ...transport, ...packet], {
  needs: 'packets',
});

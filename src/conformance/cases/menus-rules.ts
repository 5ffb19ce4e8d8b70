import type { Case, Expectation } from '../case.ts';
import { lineCases, type Row, unknownParameter } from './line-table.ts';

const addTo = (table: string): string => `/ip/firewall/${table}/add chain=knocklab`;

/** What a rule keeps of the last of its values. */
function keeps(id: string, given: string, kept: string, source: string, table = 'filter'): Row {
  const last = given.split(/ (?=[a-z-]+=)/).at(-1) ?? '';
  const print = `/ip/firewall/${table}/print ?.id=$a .proplist=${last.slice(0, last.indexOf('='))}`;
  return [id, `${last} is kept as ${kept}`, source, [`a = ${addTo(table)} ${given}`, print], kept];
}

/** What a table does not take. */
function refuses(id: string, given: string, answer: Expectation, source: string, table = 'filter'): Row {
  return [id, `${table} refuses ${given}`, source, [`${addTo(table)} ${given}`], answer];
}

const noValue = (name: string): string => `! input does not match any value of ${name}`;

const kept: readonly Row[] = [
  keeps('keeps-host', 'src-address=192.0.2.1', '192.0.2.1', 'firewall 1.3 D'),
  keeps('keeps-network-of-prefix', 'src-address=192.0.2.9/24', '192.0.2.0/24', 'firewall 1.7 D'),
  keeps('keeps-range', 'src-address=192.0.2.5-192.0.2.9', '192.0.2.5-192.0.2.9', 'firewall 1.3 D'),
  keeps('keeps-negated-address', 'src-address=!192.0.2.1', '!192.0.2.1', 'firewall 1.3 D'),
  keeps('keeps-ports', 'protocol=tcp dst-port=22,80,1000-2000', '22,80,1000-2000', 'firewall 1.3 D'),
  keeps('keeps-negated-ports', 'protocol=tcp dst-port=!22,80', '!22,80', 'firewall 1.3 D'),
  keeps('keeps-protocol-name', 'protocol=udp', 'udp', 'firewall 1.7 D'),
  keeps('keeps-protocol-number', 'protocol=6', 'tcp', 'firewall 1.7 I'),
  keeps('keeps-states', 'connection-state=established,related', 'established,related', 'firewall 1.7 D'),
  keeps('keeps-negated-states', 'connection-state=!established,related', '!established,related', 'firewall 1.3 D'),
  keeps('keeps-flags', 'protocol=tcp tcp-flags=syn,!ack', 'syn,!ack', 'firewall 1.7 D'),
  keeps('keeps-icmp-options', 'protocol=icmp icmp-options=8:0', '8:0', 'firewall 1.7 D'),
  keeps('keeps-packet-size', 'packet-size=100-200', '100-200', 'firewall 1.7 D'),
  keeps('keeps-list', 'src-address-list=!friends', '!friends', 'firewall 1.7 D'),
  keeps('keeps-psd', 'protocol=tcp psd=21,3s,3,1', '21,3s,3,1', 'firewall 1.7 D'),
  keeps('keeps-limit', 'limit=5,5:packet', '5,5:packet', 'firewall 1.7 D'),
  keeps('keeps-connection-limit', 'protocol=tcp connection-limit=100,32', '100,32', 'firewall 1.7 D'),
  keeps('keeps-nth', 'nth=2,1', '2,1', 'firewall 1.7 D'),
  keeps('keeps-random', 'random=50', '50', 'firewall 1.7 D'),
  keeps('keeps-ttl', 'ttl=less-than:5', 'less-than:5', 'firewall 1.7 D'),
  keeps('keeps-dscp', 'dscp=!10', '!10', 'firewall 1.7 D'),
  keeps('keeps-content', 'content="open sesame"', 'open sesame', 'firewall 1.7 D'),
  keeps(
    'keeps-timeout-of-units',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=1h30m',
    '1h30m',
    'firewall 1.3 D',
  ),
  keeps(
    'keeps-timeout-of-colons',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=00:05:00',
    '5m',
    'firewall 1.3 D',
  ),
  keeps(
    'keeps-timeout-of-seconds',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=90',
    '1m30s',
    'firewall 1.3 D',
  ),
  keeps(
    'keeps-none-static',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=none-static',
    'none-static',
    'firewall 2.1 D',
  ),
  keeps(
    'keeps-none-dynamic',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=none-dynamic',
    'none-dynamic',
    'firewall 2.1 D',
  ),
  keeps(
    'keeps-reject-with',
    'action=reject reject-with=icmp-admin-prohibited',
    'icmp-admin-prohibited',
    'firewall 1.2 D',
  ),
  keeps('reject-with-of-reject', 'reject-with=icmp-network-unreachable action=reject', 'reject', 'firewall 1.2 D'),
  keeps('keeps-log-prefix', 'log=yes log-prefix=kl', 'kl', 'firewall 1.6 D'),
  keeps('keeps-mark', 'action=mark-connection new-connection-mark=kl', 'kl', 'firewall 1.2 D', 'mangle'),
  keeps(
    'keeps-passthrough',
    'action=mark-packet new-packet-mark=kl passthrough=no',
    'false',
    'firewall 1.2 D',
    'mangle',
  ),
  keeps('keeps-to-ports', 'action=redirect protocol=tcp to-ports=8080', '8080', 'firewall 6.2 D', 'nat'),
  keeps('keeps-to-addresses', 'action=dst-nat to-addresses=192.0.2.10', '192.0.2.10', 'firewall 6.2 D', 'nat'),
  keeps('raw-takes-notrack', 'action=notrack', 'notrack', 'firewall 6.3 D', 'raw'),
];

const refused: readonly Row[] = [
  refuses(
    'ports-without-protocol',
    'dst-port=22',
    '! failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp',
    'firewall 1.5 R',
  ),
  refuses(
    'ports-of-icmp',
    'protocol=icmp dst-port=22',
    '! failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp',
    'firewall 1.5 R',
  ),
  refuses('flags-of-udp', 'protocol=udp tcp-flags=syn', '! failure: tcp-flags works only with tcp', 'firewall 1.5 R'),
  refuses(
    'icmp-options-without-icmp',
    'icmp-options=8:0',
    '! failure: icmp-options can be specified if proto is icmp',
    'firewall 1.5 R',
  ),
  refuses('action-unknown', 'action=fly', noValue('action'), 'api 2 D'),
  refuses('interface-unknown', 'in-interface=knocklab9', noValue('in-interface'), 'api 2 D'),
  refuses('interface-list-not-there', 'in-interface-list=knocklab9', noValue('in-interface-list'), 'api 2 D'),
  refuses('reject-with-unknown', 'action=reject reject-with=nothing', noValue('reject-with'), 'api 2 D'),
  refuses('state-unknown', 'connection-state=fresh', noValue('connection-state'), 'api 2 D'),
  refuses('protocol-unknown', 'protocol=knocklab', noValue('protocol'), 'api 2 I'),
  refuses('layer7-unknown', 'layer7-protocol=knocklab', noValue('layer7-protocol'), 'api 2 I'),
  refuses('address-no-address', 'src-address=1.2.3', '! invalid value for argument src-address', 'api 2 S'),
  refuses('port-too-large', 'protocol=tcp dst-port=70000', '! invalid value for argument dst-port', 'api 2 S'),
  refuses('boolean-wrong', 'disabled=perhaps', noValue('disabled'), 'api 2 I'),
  refuses(
    'timeout-too-long',
    'action=add-src-to-address-list address-list=kl-a address-list-timeout=36w',
    /address-list-timeout.* out of range/,
    'firewall 1.3 I',
  ),
  refuses('jump-without-target', 'action=jump', '! failure: no target chain specified', 'firewall 10 I'),
  refuses('list-action-without-list', 'action=add-src-to-address-list', /^! failure: .*address-list/, 'firewall 10 I'),
  refuses('tcp-reset-of-udp', 'protocol=udp action=reject reject-with=tcp-reset', /^! failure: .*tcp/, 'firewall 10 I'),
  refuses('no-states-in-nat', 'connection-state=new', unknownParameter('connection-state'), 'firewall 1.7 D', 'nat'),
  refuses('no-drop-in-nat', 'action=drop', noValue('action'), 'firewall 1.2 D', 'nat'),
  refuses('no-reject-in-raw', 'action=reject', noValue('action'), 'firewall 6.3 D', 'raw'),
  refuses('no-states-in-raw', 'connection-state=new', unknownParameter('connection-state'), 'firewall 1.7 D', 'raw'),
  refuses(
    'no-marks-in-filter',
    'action=mark-packet new-packet-mark=kl',
    /^! (unknown parameter|input does not match)/,
    'firewall 1.2 D',
  ),
  [
    'chain-is-needed',
    'a rule wants a chain',
    'language 9 I',
    ['/ip/firewall/filter/add action=drop'],
    '! missing value(s) of argument(s) chain',
  ],
  [
    'input-has-no-way-out',
    'chain input has no out-interface',
    'firewall 10 I',
    ['/ip/firewall/filter/add chain=input out-interface=ether1 disabled=yes comment=knocklab'],
    /^! failure: outgoing interface matching not possible/,
  ],
  [
    'output-has-no-way-in',
    'chain output has no in-interface',
    'firewall 10 I',
    ['/ip/firewall/filter/add chain=output in-interface=ether1 disabled=yes comment=knocklab'],
    /^! failure: incoming interface matching not possible/,
  ],
  [
    'masquerade-is-of-srcnat',
    'chain dstnat has no masquerade',
    'firewall 10 I',
    ['/ip/firewall/nat/add chain=dstnat action=masquerade disabled=yes comment=knocklab'],
    /^! failure: .*srcnat/,
  ],
  [
    'dst-nat-is-of-dstnat',
    'chain srcnat has no dst-nat',
    'firewall 10 I',
    ['/ip/firewall/nat/add chain=srcnat action=dst-nat to-addresses=192.0.2.10 disabled=yes comment=knocklab'],
    /^! failure: .*dstnat/,
  ],
];

const tracking = '/ip/firewall/connection/tracking/print .proplist=';

const settings: readonly Row[] = [
  [
    'tracking-is-auto',
    'connections are tracked from the first rule on',
    'firewall 1.1 D',
    [`${tracking}enabled`],
    'auto',
  ],
  [
    'tracking-established',
    'an established connection is kept a day',
    'firewall 6.1 D',
    [`${tracking}tcp-established-timeout`],
    '1d',
  ],
  [
    'tracking-syn-sent',
    'a SYN without an answer is kept 5 s',
    'firewall 6.1 D',
    [`${tracking}tcp-syn-sent-timeout`],
    '5s',
  ],
  [
    'tracking-closing',
    'closing connections are kept 10 s',
    'firewall 6.1 D',
    [`${tracking}tcp-fin-wait-timeout,tcp-time-wait-timeout,tcp-close-timeout`],
    '10s 10s 10s',
  ],
  [
    'tracking-udp-stream',
    'a UDP connection with answers is kept 3 min',
    'firewall 6.1 D',
    [`${tracking}udp-stream-timeout`],
    '3m',
  ],
  [
    'tracking-udp',
    'a UDP packet without an answer is kept 10 s, in later releases 30 s',
    'firewall 6.1 D',
    [`${tracking}udp-timeout`],
    { 6: '10s', 7: /^(10|30)s$/ },
  ],
  ['tracking-icmp', 'a ping is kept 10 s', 'firewall 6.1 D', [`${tracking}icmp-timeout`], '10s'],
  [
    'tracking-loose',
    'connections may be joined in the middle',
    'firewall 6.1 D',
    [`${tracking}loose-tcp-tracking`],
    'true',
  ],
];

export const menusRules: readonly Case[] = [
  ...lineCases('menus', [...kept, ...refused]),
  // Of the lab's router: somebody's own may have other settings.
  ...lineCases('menus', settings, { needs: 'packets' }),
];

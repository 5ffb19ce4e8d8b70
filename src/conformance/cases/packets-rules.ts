import type { Case } from '../case.ts';
import { inside, outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';
const input = `${filter} chain=input in-interface=ether1`;
const nat = '/ip/firewall/nat/add';
const toClient = inside.client;

/** What a scanner sees of port 80 behind one rule, with nmap's reason. */
function scanned(id: string, title: string, source: string, rule: string, state: string): Row {
  return [id, title, source, [`${input} protocol=tcp dst-port=80 ${rule}`, 'attacker scans tcp 80'], state];
}

/** The same without a reason, which is quicker. */
function seen(id: string, title: string, source: string, rule: string, state: string): Row {
  return [id, title, source, [`${input} protocol=tcp dst-port=80 ${rule}`, 'attacker tcp 80'], state];
}

const actions: readonly Row[] = [
  seen('accept', 'accept shows an open port', 'firewall 1.2 D', 'action=accept', 'open'),
  seen('drop', 'drop is silent', 'firewall 1.2 D', 'action=drop', 'filtered'),
  scanned(
    'reject',
    'reject says that the network is unreachable',
    'firewall 1.2 D',
    'action=reject',
    'filtered net-unreach',
  ),
  ...(
    [
      ['icmp-network-unreachable', 'filtered net-unreach'],
      ['icmp-host-unreachable', 'filtered host-unreach'],
      ['icmp-protocol-unreachable', 'filtered proto-unreach'],
      ['icmp-port-unreachable', 'filtered port-unreach'],
      ['icmp-net-prohibited', 'filtered net-prohibited'],
      ['icmp-host-prohibited', 'filtered host-prohibited'],
      ['icmp-admin-prohibited', 'filtered admin-prohibited'],
      ['tcp-reset', 'closed reset'],
    ] as const
  ).map(([kind, state]) =>
    scanned(
      `reject-${kind}`,
      `reject-with=${kind} shows ${state}`,
      'firewall 1.2 D',
      `action=reject reject-with=${kind}`,
      state,
    ),
  ),
  seen('passthrough', 'passthrough decides nothing', 'firewall 1.2 D', 'action=passthrough', 'open'),
  seen('log', 'log decides nothing', 'firewall 1.2 D', 'action=log', 'open'),
  seen('return-of-input', 'return in a built-in chain accepts', 'firewall 1.2 I', 'action=return', 'open'),
  seen('tarpit', 'tarpit shows an open port', 'firewall 1.2 K', 'action=tarpit', 'open'),
  [
    'tarpit-of-nobody',
    'also where nobody listens',
    'firewall 1.2 K',
    [`${input} protocol=tcp dst-port=9999 action=tarpit`, 'attacker tcp 9999'],
    'open',
  ],
  [
    'udp-drop',
    'dropped UDP may be open',
    'firewall 1.2 D',
    [`${input} protocol=udp dst-port=9999 action=drop`, 'attacker scans udp 9999'],
    'open|filtered no-response',
  ],
  [
    'udp-reject',
    'UDP that is rejected by an administrator is filtered',
    'firewall 1.2 D',
    [`${input} protocol=udp dst-port=123 action=reject reject-with=icmp-admin-prohibited`, 'attacker scans udp 123'],
    'filtered admin-prohibited',
  ],
  [
    'drop-ping',
    'a dropped ping is not answered',
    'firewall 1.2 D',
    [`${input} protocol=icmp action=drop`, 'attacker pings', 'client pings'],
    'silent\nanswered',
  ],
];

const chains: readonly Row[] = [
  [
    'default-is-accept',
    'what no rule decides is accepted',
    'firewall 1.1 D',
    [`${input} protocol=tcp dst-port=9998 action=drop`, 'attacker tcp 80'],
    'open',
  ],
  [
    'first-rule-decides',
    'the first rule that decides, decides',
    'firewall 1.1 D',
    [
      `${input} protocol=tcp dst-port=80 action=accept`,
      `${input} protocol=tcp dst-port=80 action=drop`,
      'attacker tcp 80',
    ],
    'open',
  ],
  [
    'move-decides',
    'moved rules decide in their new order',
    'firewall 1.5 D',
    [
      `a = ${input} protocol=tcp dst-port=80 action=accept`,
      `b = ${input} protocol=tcp dst-port=80 action=drop`,
      '/ip/firewall/filter/move numbers=$b destination=$a',
      'attacker tcp 80',
    ],
    'filtered',
  ],
  [
    'disabled-decides-nothing',
    'a disabled rule decides nothing',
    'firewall 1.5 D',
    [
      `a = ${input} protocol=tcp dst-port=80 action=drop disabled=yes`,
      'attacker tcp 80',
      '/ip/firewall/filter/enable .id=$a',
      'attacker tcp 80',
    ],
    'open\nfiltered',
  ],
  [
    'removed-decides-nothing',
    'nor does one that is gone',
    'firewall 1.5 D',
    [
      `a = ${input} protocol=tcp dst-port=80 action=drop`,
      'attacker tcp 80',
      '/ip/firewall/filter/remove .id=$a',
      'attacker tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'jump',
    'jump leads through another chain',
    'firewall 1.2 D',
    [
      `${input} protocol=tcp action=jump jump-target=kl-chain`,
      `${filter} chain=kl-chain protocol=tcp dst-port=80 action=drop`,
      'attacker tcp 80,23',
    ],
    'filtered open',
  ],
  [
    'chain-ends',
    'behind its end it goes on behind the jump',
    'firewall 1.1 I',
    [
      `${input} protocol=tcp action=jump jump-target=kl-chain`,
      `${input} protocol=tcp dst-port=80 action=drop`,
      `${filter} chain=kl-chain protocol=tcp dst-port=23 action=drop`,
      'attacker tcp 80,23,22',
    ],
    'filtered filtered open',
  ],
  [
    'return',
    'return leaves the chain',
    'firewall 1.2 D',
    [
      `${input} protocol=tcp action=jump jump-target=kl-chain`,
      `${filter} chain=kl-chain protocol=tcp dst-port=80 action=return`,
      `${filter} chain=kl-chain protocol=tcp dst-port=80,23 action=drop`,
      'attacker tcp 80,23',
    ],
    'open filtered',
  ],
  [
    'accept-in-a-chain',
    'accept in a chain of one’s own accepts for good',
    'firewall 1.1 D',
    [
      `${input} protocol=tcp action=jump jump-target=kl-chain`,
      `${input} protocol=tcp dst-port=80 action=drop`,
      `${filter} chain=kl-chain protocol=tcp dst-port=80 action=accept`,
      'attacker tcp 80',
    ],
    'open',
  ],
  [
    'forward-is-not-input',
    'what goes through meets forward, not input',
    'firewall 1.1 D',
    [
      'client serves 7080 hello',
      `${filter} chain=input protocol=tcp dst-port=7080 action=drop`,
      `attacker tcp 7080 ${toClient}`,
      `${filter} chain=forward protocol=tcp dst-port=7080 action=drop`,
      `attacker tcp 7080 ${toClient}`,
    ],
    'open\nfiltered',
  ],
  [
    'output-drop',
    'output decides over answers',
    'firewall 1.1 D',
    [
      `${filter} chain=output protocol=icmp dst-address=${outside.attacker} action=drop`,
      'attacker pings',
      'client pings',
    ],
    'silent\nanswered',
  ],
  [
    'raw-accept-is-not-final',
    'what raw accepts still meets filter',
    'firewall 1.1 I',
    [
      '/ip/firewall/raw/add chain=prerouting protocol=tcp dst-port=80 in-interface=ether1 action=accept',
      `${input} protocol=tcp dst-port=80 action=drop`,
      'attacker tcp 80',
    ],
    'filtered',
  ],
  [
    'raw-drop',
    'raw drops',
    'firewall 6.3 D',
    [
      '/ip/firewall/raw/add chain=prerouting protocol=tcp dst-port=80 in-interface=ether1 action=drop',
      'attacker tcp 80',
      'client tcp 80',
    ],
    'filtered\nopen',
  ],
  [
    'mangle-accept-is-not-final',
    'nor is an accept of mangle',
    'firewall 1.1 I',
    [
      '/ip/firewall/mangle/add chain=prerouting protocol=tcp dst-port=80 in-interface=ether1 action=accept',
      `${input} protocol=tcp dst-port=80 action=drop`,
      'attacker tcp 80',
    ],
    'filtered',
  ],
];

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

const translation: readonly Row[] = [
  [
    'dst-nat',
    'dst-nat leads to a server inside',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 in-interface=ether1 action=dst-nat to-addresses=${toClient} to-ports=7080`,
      'attacker tcp 8443',
      'attacker reads 8443',
    ],
    'open\nhello\\n',
  ],
  [
    'dst-nat-keeps-the-port',
    'without to-ports the port stays',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=7080 in-interface=ether1 action=dst-nat to-addresses=${toClient}`,
      'attacker reads 7080',
    ],
    'hello\\n',
  ],
  [
    'dst-nat-for-a-list',
    'only for who is on the list',
    'firewall 6.2 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 src-address-list=kl-a action=dst-nat to-addresses=${toClient} to-ports=7080`,
      'attacker tcp 8443',
      '/ip/firewall/address-list/add list=kl-a address=198.51.100.66',
      'attacker tcp 8443',
    ],
    'closed\nopen',
  ],
  [
    'dst-nat-meets-forward',
    'the translated packet meets forward with its new target',
    'firewall 1.1 D',
    [
      'client serves 7080 hello',
      `${nat} chain=dstnat protocol=tcp dst-port=8443 in-interface=ether1 action=dst-nat to-addresses=${toClient} to-ports=7080`,
      `${filter} chain=input protocol=tcp dst-port=8443 action=drop`,
      'attacker tcp 8443',
      `${filter} chain=forward protocol=tcp dst-address=${toClient} dst-port=7080 action=drop`,
      'attacker tcp 8443',
    ],
    'open\nfiltered',
  ],
  [
    'redirect',
    'redirect leads to a port of the router',
    'firewall 6.2 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      'attacker hears 2222',
    ],
    /^SSH-2\.0-ROSSSH/,
  ],
  [
    'nat-accept',
    'accept in nat translates nothing',
    'firewall 1.2 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=accept`,
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      'attacker tcp 2222',
    ],
    'closed',
  ],
  [
    'connection-nat-state',
    'a translated connection is dstnat',
    'firewall 1.7 D',
    [
      'watch',
      `${nat} chain=dstnat protocol=udp dst-port=4000 in-interface=ether1 action=dst-nat to-addresses=${toClient}`,
      `${filter} chain=forward protocol=udp connection-nat-state=dstnat action=passthrough`,
      `${filter} chain=forward protocol=udp connection-nat-state=!dstnat action=passthrough`,
      'attacker nping --udp -p 4000',
      'counts',
    ],
    '1 1 0',
  ],
  [
    'masquerade',
    'masquerade hides the inside',
    'firewall 6.2 D',
    [
      `${nat} chain=srcnat out-interface=ether1 action=masquerade`,
      `${nat} chain=srcnat out-interface=ether1 action=passthrough`,
      'client nping --udp -p 4000 --dest-ip 198.51.100.66',
      'counts',
    ],
    '1 0',
  ],
  [
    'input-behind-redirect',
    'a redirected packet meets input with its new port',
    'firewall 1.1 D',
    [
      `${nat} chain=dstnat protocol=tcp dst-port=2222 in-interface=ether1 action=redirect to-ports=22`,
      `${input} protocol=tcp dst-port=22 action=drop`,
      'attacker tcp 2222',
    ],
    'filtered',
  ],
];

export const packetRules: readonly Case[] = lineCases('packets', [...actions, ...chains, ...states, ...translation], {
  needs: 'packets',
});

import type { Case, Expectation } from '../case.ts';
import { inside, outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';

const dropped = `${filter} chain=input protocol=tcp dst-port=81 action=drop`;

const syn = 'attacker nping --tcp -p 81 --flags syn';

const from = `${outside.attacker}:PORT`;

/** The state of the connection stands in the line since 7. */
function line(prefix: string, chain: string, ways: string, state: string, rest: string): Expectation {
  const head = `firewall,info: ${prefix}${chain}: ${ways},`;
  const mac = ways.startsWith('in:ether') ? ' src-mac MAC,' : '';
  return { 6: `${head}${mac} ${rest}`, 7: `${head} connection-state:${state}${mac} ${rest}` };
}

const input = 'in:ether1 out:(unknown 0)';

const synTo81 = `proto TCP (SYN), ${from}->${outside.router}:81, len 40`;

/** A packet that dst-nat has sent to the client, logged behind it. */
function translated(id: string, action: string): Row {
  const nat = `NAT ${from}->(${outside.router}:7000->${inside.client}:7001)`;
  const rest = `proto UDP, ${from}->${inside.client}:7001, ${nat}, len 28`;
  const rule = `/ip/firewall/nat/add chain=dstnat protocol=udp dst-port=7000 in-interface=ether1 action=dst-nat`;
  const asked = [
    'log mark',
    'watch',
    `${rule} to-addresses=${inside.client} to-ports=7001`,
    `${filter} chain=forward protocol=udp in-interface=ether1 action=${action} log=yes`,
    'attacker nping --udp -p 7000',
    'log firewall NAT',
  ];
  const answer = line('', 'forward', 'in:ether1 out:ether2', 'new,dnat', rest);
  return [id, 'a translated packet shows what it was', 'firewall 3.1 R', asked, answer];
}

const firewall: readonly Row[] = [
  [
    'log-yes',
    'log=yes writes a line',
    'firewall 3.1 R',
    ['log mark', 'watch', `${dropped} log=yes`, syn, 'log firewall'],
    line('', 'input', input, 'new', synTo81),
  ],
  [
    'prefix',
    'a prefix stands in front',
    'firewall 3.1 R',
    ['log mark', 'watch', `${dropped} log=yes log-prefix=kl-x`, syn, 'log firewall'],
    line('kl-x ', 'input', input, 'new', synTo81),
  ],
  [
    'no-log',
    'a rule without log writes nothing',
    'firewall 1.6 D',
    [
      'log mark',
      'watch',
      dropped,
      `${filter} chain=input protocol=udp dst-port=82 action=log log-prefix=kl-end`,
      syn,
      'attacker knocks 82/udp',
      'log firewall',
    ],
    line('kl-end ', 'input', input, 'new', `proto UDP, ${from}->${outside.router}:82, len 28`),
  ],
  [
    'action-log',
    'action=log needs no log=yes',
    'firewall 1.6 D',
    ['log mark', 'watch', `${filter} chain=input protocol=tcp dst-port=81 action=log`, syn, 'log firewall'],
    line('', 'input', input, 'new', synTo81),
  ],
  [
    'only-what-matches',
    'only what matches is logged',
    'firewall 1.6 K',
    [
      'log mark',
      'watch',
      `${dropped} src-address=${inside.client} log=yes log-prefix=kl-no`,
      `${dropped} log=yes log-prefix=kl-yes`,
      syn,
      'log firewall',
    ],
    line('kl-yes ', 'input', input, 'new', synTo81),
  ],
  [
    'icmp',
    'a ping shows its type and code',
    'firewall 3.1 R',
    [
      'log mark',
      'watch',
      `${filter} chain=input protocol=icmp in-interface=ether1 action=drop log=yes`,
      'attacker knocks icmp:size=100',
      'log firewall',
    ],
    line('', 'input', input, 'new', `proto ICMP (type 8, code 0), ${outside.attacker}->${outside.router}, len 100`),
  ],
  [
    'udp',
    'UDP shows ports',
    'firewall 3.1 R',
    [
      'log mark',
      'watch',
      `${filter} chain=input protocol=udp dst-port=82 action=drop log=yes`,
      'attacker knocks 82/udp:data=abc',
      'log firewall',
    ],
    line('', 'input', input, 'new', `proto UDP, ${from}->${outside.router}:82, len 31`),
  ],
  [
    'flags',
    'flags stand in RouterOS’s order',
    'firewall 3.1 R',
    [
      'log mark',
      'watch',
      '/ip/firewall/filter/add chain=input protocol=tcp dst-port=81 action=drop log=yes',
      'attacker nping --tcp -p 81 --flags fin,ack',
      'log firewall',
    ],
    { 6: /proto TCP \(ACK,FIN\)/, 7: /proto TCP \(ACK,FIN\)/ },
  ],
  [
    'forward',
    'a forwarded packet shows both ways',
    'firewall 3.1 R',
    [
      'log mark',
      'watch',
      `${filter} chain=forward protocol=udp dst-port=82 action=drop log=yes`,
      `attacker nping --udp -p 82 --dest-ip ${inside.client}`,
      'log firewall',
    ],
    line('', 'forward', 'in:ether1 out:ether2', 'new', `proto UDP, ${from}->${inside.client}:82, len 28`),
  ],
  [
    'output',
    'the router’s own packets come from nowhere',
    'firewall 3.1 R',
    [
      'log mark',
      `${filter} chain=output protocol=icmp dst-address=${outside.attacker} action=log`,
      '~ attacker pings',
      'log firewall',
    ],
    {
      6: new RegExp(
        `^firewall,info: output: in:\\(unknown 0\\) out:ether1, proto ICMP \\(type 0, code 0\\), ${outside.router}->${outside.attacker}, len 84$`,
      ),
      7: new RegExp(
        `^firewall,info: output: in:\\(unknown 0\\) out:ether1, connection-state:established proto ICMP \\(type 0, code 0\\), ${outside.router}->${outside.attacker}, len 84$`,
      ),
    },
  ],
  [
    'own-chain',
    'a line names the chain in which it was written',
    'firewall 3.1 I',
    [
      'log mark',
      'watch',
      `${filter} chain=input protocol=tcp dst-port=81 action=jump jump-target=kl-chain`,
      `${filter} chain=kl-chain action=drop log=yes`,
      syn,
      'log firewall',
    ],
    line('', 'kl-chain', input, 'new', synTo81),
  ],
  translated('dst-nat', 'log'),
  [
    'raw',
    'raw knows no state',
    'firewall 3.1 I',
    [
      'log mark',
      'watch',
      '/ip/firewall/raw/add chain=prerouting protocol=tcp dst-port=81 action=drop log=yes',
      syn,
      'log firewall',
    ],
    `firewall,info: prerouting: ${input}, src-mac MAC, ${synTo81}`,
  ],
  [
    'mangle',
    'mangle writes lines as well',
    'firewall 3.1 R',
    [
      'log mark',
      'watch',
      '/ip/firewall/mangle/add chain=prerouting protocol=tcp dst-port=81 action=log',
      syn,
      'log firewall',
    ],
    line('', 'prerouting', input, 'new', synTo81),
  ],
];

export const firewallLogs: readonly Case[] = [
  ...lineCases('logs', firewall, { needs: 'packets' }),
  ...lineCases('logs', [translated('dst-nat-dropped', 'drop')], {
    needs: 'packets',
    twin: 'a packet that is dropped leaves no connection behind, in which the twin could look for its translation',
  }),
];

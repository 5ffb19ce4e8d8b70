import type { Case } from '../case.ts';
import { inside, outside } from '../network.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';

const input = `${filter} chain=input in-interface=ether1`;

const toClient = inside.client;

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

export const packetChains: readonly Case[] = lineCases('packets', chains, { needs: 'packets' });

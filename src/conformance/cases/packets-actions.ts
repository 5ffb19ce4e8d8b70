import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const filter = '/ip/firewall/filter/add';

const input = `${filter} chain=input in-interface=ether1`;

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

export const packetActions: readonly Case[] = lineCases('packets', actions, { needs: 'packets' });

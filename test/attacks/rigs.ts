import { readFileSync } from 'node:fs';
import { deriveMacAddress } from '../../src/lab/topology/mac-address.ts';

/** A small firewall and the scenario that attacks it. */
export interface Rig {
  readonly name: string;
  readonly configuration: string;
  readonly yaml: string;
}

const addresses = `# by RouterOS 6.49.18
/ip address
add address=203.0.113.1/24 interface=ether1
add address=192.168.33.254/24 interface=ether2
/ipv6 address
add address=2001:db8:33::1/64 interface=ether1 advertise=no
`;

const list = 'action=add-src-to-address-list chain=input';

interface Ladder {
  readonly before?: string;
  /** Of every packet that is neither let in nor a knock. */
  readonly otherwise?: string;
  readonly from?: string;
  readonly firstTimeout?: string;
  readonly accept?: string;
}

/** Three knocks, and nothing more than was asked for. */
function ladder({ before = '', otherwise = '', from = '', firstTimeout = '15s', accept = '' }: Ladder): string {
  return `${addresses}/ip firewall filter
${before}
add ${list} address-list=s1 address-list-timeout=${firstTimeout} protocol=tcp dst-port=7000 ${from}
add ${list} address-list=s2 address-list-timeout=15s protocol=udp dst-port=9000 src-address-list=s1
add ${list} address-list=in address-list-timeout=1h protocol=tcp dst-port=8000 src-address-list=s2
add action=accept chain=input src-address-list=in ${accept}
${otherwise}
add action=drop chain=input
`;
}

function rig(name: string, configuration: string, more = ''): Rig {
  const yaml = `scenario: ${name}
topology: safe-haven
router: lab/router/${name}.rsc
steps:
  - title: ${name}
    attack:
      guarded: [22, 80, 8291]
      attacker: attacker
      administrator: remote
      bystander: neighbour
      sequence: [7000/tcp, 9000/udp, 8000/tcp]
      stage-timeout: 15s
      open-timeout: 1h
      stages: [s1, s2]
      ipv6: 2001:db8:33::1
      behind: { host: staff, port: 445 }
${more}`;
  return { name, configuration, yaml };
}

/** Whoever logs in for the third time within a minute waits. */
const fewLogins = `add action=drop chain=input connection-state=new protocol=tcp dst-port=22 src-address-list=login3
add ${list} address-list=login3 address-list-timeout=10m connection-state=new protocol=tcp dst-port=22 src-address-list=login2
add ${list} address-list=login2 address-list-timeout=1m connection-state=new protocol=tcp dst-port=22 src-address-list=login1
add ${list} address-list=login1 address-list-timeout=1m connection-state=new protocol=tcp dst-port=22 src-address-list=in`;

/** Lets in one address that has knocked, and nobody from behind it: more than a knock can promise, for the sake of the test. */
const shut = `${ladder({ before: fewLogins, from: 'src-address=203.0.113.7', accept: `ttl=equal:64 src-mac-address=${deriveMacAddress('remote', 'eth0')}` })}
add action=drop chain=forward connection-state=new in-interface=ether1
/ipv6 firewall filter
add action=drop chain=input in-interface=ether1 protocol=!icmpv6
`;

const alerts = 'alert-once, second-attack, alert-storm, alerts-delayed, alert-answer-lost, telegram-429, uplink-down';
const withoutAlerts = `      except: [${alerts}]\n`;
const only = (attack: string): string => `      only: [${attack}]\n`;

/** Firewalls that differ from a plain ladder by one weakness, each the one that one attack is after. */
const weak: readonly Rig[] = [
  rig(
    'tells',
    ladder({ otherwise: 'add action=reject reject-with=tcp-reset chain=input protocol=tcp dst-port=7000' }),
    only('search-with-feedback'),
  ),
  rig(
    'bans',
    ladder({
      before: `add action=drop chain=input src-address-list=banned
add ${list} address-list=banned address-list-timeout=1d protocol=tcp dst-port=5000`,
    }),
    `      trap: 5000\n${only('banning-the-administrator')}`,
  ),
  rig('remembers', ladder({ firstTimeout: '0s' }), only('list-exhaustion')),
  rig(
    'panics',
    ladder({
      before: `add action=drop chain=input dst-address-list=panic
add action=jump jump-target=flood chain=input protocol=tcp
add action=return chain=flood limit=1000,1000:packet
add action=add-dst-to-address-list address-list=panic address-list-timeout=1m chain=flood`,
    }),
    only('knock-under-load'),
  ),
  rig(
    'takes-offence',
    ladder({
      before: `add action=drop chain=input src-address-list=banned
add ${list} address-list=banned address-list-timeout=1m protocol=tcp dst-port=7000 src-address-list=s1`,
    }),
    only('doubled-knock'),
  ),
];

function alertRig(name: string, configuration: string, wanted: string): Rig {
  const yaml = `scenario: ${name}
topology: paper
router: lab/router/${name}.rsc
start-at: 2023-07-20T20:43:00
telegram: { token: '1000000000:knocklab-lab-token-not-a-secret', chats: [-1001949507985] }
steps:
  - title: ${name}
    attack:
      guarded: [22, 8291]
      attacker: attacker
      administrator: client
      sequence: [1000/tcp, 1500/tcp, 3000/tcp, 4000/tcp]
      trap: 5000
      alert: { telegram: Action Drop Occurred, within: 1m }
      only: [${wanted}]
`;
  return { name, configuration, yaml };
}

const husain = (name: string): string => readFileSync(`lab/router/husain/${name}.rsc`, 'utf8');

/** The hardened alerts without their memory of what was delivered, and without their limit. */
function forgetful(): string {
  const patient = husain('hardened');
  const changed = patient
    .replace(':local maxLogs 5;', ':local maxLogs 500;')
    .replace(':set terakhir \\$nomor;', ':set terakhir \\$nomor; :set tidakamanTerakhir \\$nomor;');
  if (!changed.includes('maxLogs 500') || changed.split(':set tidakamanTerakhir').length < 4)
    throw new Error('husain/hardened.rsc no longer has the script that is changed here');
  return changed;
}

export const rigs: readonly Rig[] = [
  rig('wide-open', addresses, withoutAlerts),
  rig('shut', shut, withoutAlerts),
  ...weak,
  alertRig('reports', husain('hardened'), alerts),
  alertRig('repeats', husain('scheme3'), 'alert-once, second-attack, alerts-delayed, alert-answer-lost'),
  alertRig('forgets', forgetful(), 'alert-storm, telegram-429, uplink-down'),
];

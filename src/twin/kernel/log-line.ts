import type { IpPacket } from '../../core/packet/ip.ts';
import { decodeIp } from '../../core/packet/ip.ts';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import type { RosVersion } from '../version.ts';
import { isAtLeast } from '../version.ts';
import { endpointText } from './nat-text.ts';

export interface LoggedRule {
  readonly prefix: string;
  readonly chain: string;
}

/** A packet's line in the log, by the grammar of firewall-facts 3.1; undefined when it is no IP packet. */
export function firewallLogLine(
  packet: NflogPacket,
  rule: LoggedRule,
  context: {
    version: RosVersion;
    /** With what has been translated: `new,dnat`. */
    connectionState: string | undefined;
    /** What is done to the packet's connection. */
    nat?: string | undefined;
    interfaceName: (ifindex: number | undefined) => string;
  },
): string | undefined {
  const ip = decodeIp(packet.payload);
  if (ip === undefined) return undefined;
  const { version, connectionState, interfaceName, nat } = context;
  const head = `${rule.prefix === '' ? '' : `${rule.prefix} `}${rule.chain}: in:${interfaceName(packet.inIfindex)} out:${interfaceName(packet.outIfindex)},`;
  const state = version.major >= 7 && connectionState !== undefined ? ` connection-state:${connectionState}` : '';
  const mac = packet.hwAddress === undefined ? '' : ` src-mac ${macCase(packet.hwAddress, version)},`;
  return `${head}${state}${mac} proto ${protocolText(ip)}, ${addressesText(ip)}${nat === undefined ? '' : `, NAT ${nat}`}, len ${ip.length}`;
}

/** Lower case up to 7.20 samples, upper case in 7.23 ones (firewall-facts 3.1). */
const macCase = (mac: string, version: RosVersion): string => (isAtLeast(version, 7, 23) ? mac.toUpperCase() : mac);

/** SYN first, then ACK, then the others (firewall-facts 3.1). */
const flagOrder = ['SYN', 'ACK', 'FIN', 'RST', 'PSH', 'URG', 'ECE', 'CWR'];

function protocolText(ip: IpPacket): string {
  if (ip.tcp !== undefined) {
    const { flags } = ip.tcp;
    return `TCP (${flagOrder.filter((flag) => (flags as readonly string[]).includes(flag)).join(',')})`;
  }
  if (ip.udp !== undefined) return 'UDP';
  if (ip.icmp !== undefined)
    return `${ip.version === 4 ? 'ICMP' : 'ICMPv6'} (type ${ip.icmp.type}, code ${ip.icmp.code})`;
  return ip.protocolNumber === 2 ? '2' : ip.protocol;
}

function addressesText(ip: IpPacket): string {
  const ports = ip.tcp ?? ip.udp;
  const from = endpointText(ip.source, ports?.sourcePort);
  return `${from}->${endpointText(ip.destination, ports?.destinationPort)}`;
}

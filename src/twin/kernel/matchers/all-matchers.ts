import type { Props } from '../../menu/menu-spec.ts';
import { protocolNumber } from '../../menu/protocols.ts';
import { perConnectionClassifier } from './classifier.ts';
import * as connection from './connection.ts';
import * as endpoints from './endpoints.ts';
import { inverted, type MatchContext, type Matcher, never, type Stage } from './matching.ts';
import * as packet from './packet.ts';
import { psd } from './psd.ts';
import * as rates from './rates.ts';

/**
 * In the order in which RouterOS looks at them (firewall-facts 1.7): what counts packets only sees those that everything
 * before has let through. The protocol comes first, because the kernel's port matches need it.
 */
const matchers: Readonly<Record<string, Matcher>> = {
  protocol: (value) => inverted(value, (name) => ['-p', protocolNumber(name)]),
  'src-mac-address': endpoints.sourceMac,
  'in-interface': endpoints.interfaceName('-i'),
  'out-interface': endpoints.interfaceName('-o'),
  'in-interface-list': endpoints.interfaceList('--src-group'),
  'out-interface-list': endpoints.interfaceList('--dst-group'),
  'in-bridge-port': endpoints.bridgePort('--physdev-in'),
  'out-bridge-port': endpoints.bridgePort('--physdev-out'),
  'in-bridge-port-list': endpoints.bridgePortList('--physdev-in'),
  'out-bridge-port-list': endpoints.bridgePortList('--physdev-out'),
  'src-address': endpoints.address('src'),
  'dst-address': endpoints.address('dst'),
  'src-address-type': endpoints.addressType('--src-type'),
  'dst-address-type': endpoints.addressType('--dst-type'),
  'src-address-list': endpoints.addressList('src'),
  'dst-address-list': endpoints.addressList('dst'),
  ttl: packet.hops,
  'hop-limit': packet.hops,
  dscp: packet.dscp,
  'packet-size': packet.packetSize,
  'tls-host': connection.tlsHost,
  'ipv4-options': packet.ipv4Options,
  'dst-port': endpoints.ports('--dports'),
  'src-port': endpoints.ports('--sports'),
  port: endpoints.ports('--ports'),
  'tcp-flags': packet.tcpFlags,
  'tcp-mss': packet.tcpMss,
  'icmp-options': packet.icmpOptions,
  fragment: packet.fragment,
  headers: packet.headers,
  'ingress-priority': packet.matchesNothing,
  priority: packet.matchesNothing,
  'packet-mark': connection.mark('packet'),
  'routing-mark': connection.mark('routing'),
  realm: (value) => ['-m', 'realm', ...inverted(value, (given) => ['--realm', given])],
  hotspot: packet.matchesNothing,
  p2p: packet.matchesNothing,
  'connection-mark': connection.mark('connection'),
  'connection-state': connection.connectionState,
  'connection-nat-state': connection.connectionNatState,
  'connection-bytes': connection.connectionBytes,
  'connection-limit': connection.connectionLimit,
  'connection-rate': connection.connectionRate,
  'ipsec-policy': packet.ipsecPolicy,
  'connection-type': connection.connectionType,
  content: packet.content,
  psd,
  'layer7-protocol': connection.layer7,
  random: rates.random,
  nth: rates.nth,
  'per-connection-classifier': perConnectionClassifier,
  limit: rates.limit,
  'dst-limit': rates.dstLimit,
};

export const matcherNames: readonly string[] = Object.keys(matchers);

/** The first matcher of a rule that no packet of a lab can meet: `hotspot=auth`. */
export function impossibleMatcher(props: Props, context: MatchContext): string | undefined {
  const name = matcherNames.find((one) => {
    const value = props[one] ?? '';
    const matching = value === '' ? [] : (matchers[one]?.(value, context, props) ?? []);
    return !('args' in matching) && isNever(matching);
  });
  return name === undefined ? undefined : `${name}=${props[name]}`;
}

const isNever = (args: readonly string[]): boolean =>
  [never, endpoints.noInterface('-i'), endpoints.noInterface('-o')].some((one) => one.join(' ') === args.join(' '));

/** All matchers of a rule: stages that a packet has to pass in turn. */
export function stagesOf(props: Props, context: MatchContext): readonly Stage[] {
  const stages: Stage[] = [];
  const { protocol = '!' } = props;
  let args: string[] = [];
  for (const [name, matcher] of Object.entries(matchers)) {
    const value = props[name];
    if (value === undefined || value === '') continue;
    const matching = matcher(value, context, props);
    if (!('args' in matching)) {
      args.push(...matching);
      continue;
    }
    stages.push({ args: [...args, ...matching.args], ...(matching.gate === undefined ? {} : { gate: matching.gate }) });
    // Behind a gate the packet is the same, but the kernel wants to be told again.
    args = protocol.startsWith('!') ? [] : ['-p', protocolNumber(protocol)];
  }
  return [...stages, { args }];
}

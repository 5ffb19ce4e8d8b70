import type { Family } from '../kernel/matchers/matching.ts';
import type { TableName } from '../kernel/ruleset.ts';
import { addressRange, macAddress, portList } from '../menu/address-types.ts';
import { address6Range } from '../menu/address6-types.ts';
import { content, headers, icmpOptions, packetSize, portRange, tcpFlags, ttl } from '../menu/packet-types.ts';
import type { Properties, PropertySpec, PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, filledWord, integer, invertible, oneOf, text, word } from '../menu/property-type.ts';
import { protocol } from '../menu/protocols.ts';
import * as rates from '../menu/rate-types.ts';
import { timeWindow } from '../menu/time-window.ts';
import type { Twin } from '../twin.ts';
import { interfaceListReference, interfaceReference, nameReference } from './references.ts';

/** `""` says that there is no such matcher (corpus-statistics 9, trap 15). */
const orNone = (type: PropertyType): PropertyType => ({
  ...type,
  parse: (given) => (given === '' ? '' : type.parse(given)),
});
const matcher = (type: PropertyType, differs?: string): PropertySpec => ({
  type: orNone(type),
  ...(differs === undefined ? {} : { differs }),
});
const inverse = (type: PropertyType, differs?: string): PropertySpec => matcher(invertible(type), differs);
/** Loads, and never matches in a lab (corpus-statistics 8.2). */
const unmatched = (type: PropertyType = word): PropertySpec => ({ type, inert: true });

const states = commaList(oneOf('invalid', 'established', 'related', 'new', 'untracked'));
const addressTypes = commaList(
  oneOf('unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit'),
);
const connectionTypes = oneOf('ftp', 'h323', 'irc', 'pptp', 'quake3', 'sip', 'tftp');
const optionNames = oneOf(
  'any',
  'loose-source-routing',
  'no-record-route',
  'no-router-alert',
  'no-source-routing',
  'no-timestamp',
  'none',
  'record-route',
  'router-alert',
  'strict-source-routing',
  'timestamp',
);

/** What every table of a family can match. */
function common(twin: Twin, family: Family): Properties {
  const list = inverse(filledWord);
  const groups = ['all-ethernet', 'all-ppp', 'all-vlan', 'all-wireless'];
  const interfaceName = inverse(interfaceReference(twin, ...groups));
  const interfaceList = inverse(interfaceListReference(twin));
  const address = inverse(family === 'ip' ? addressRange : address6Range);
  return {
    protocol: inverse(protocol),
    'src-address': address,
    'dst-address': address,
    'src-address-list': list,
    'dst-address-list': list,
    'src-address-type': inverse(addressTypes),
    'dst-address-type': inverse(addressTypes),
    'in-interface': interfaceName,
    'out-interface': interfaceName,
    'in-interface-list': interfaceList,
    'out-interface-list': interfaceList,
    'in-bridge-port': interfaceName,
    'out-bridge-port': interfaceName,
    'in-bridge-port-list': interfaceList,
    'out-bridge-port-list': interfaceList,
    'src-mac-address': inverse(macAddress),
    'src-port': inverse(portList),
    'dst-port': inverse(portList),
    port: inverse(portList),
    'icmp-options': inverse(icmpOptions),
    'packet-size': inverse(packetSize),
    'packet-mark': inverse(filledWord),
    dscp: inverse(integer(0, 63)),
    content: inverse(content),
    limit: inverse(
      rates.limit,
      'its bucket fills in real time and holds what comes together in a day at most; in bit mode the burst is at least one second’s worth',
    ),
    'dst-limit': inverse(rates.dstLimit, 'its buckets fill in real time and hold what comes together in a day at most'),
    nth: inverse(rates.nth, 'counts from the first packet again when a rule of its table has changed'),
    random: matcher(integer(1, 99)),
    time: inverse(timeWindow, 'the rule is switched by the twin, on the router’s own clock'),
    'per-connection-classifier': inverse(rates.perConnectionClassifier, 'the same split after each boot'),
    'ipsec-policy': matcher(oneOf('in,ipsec', 'in,none', 'out,ipsec', 'out,none')),
    'tcp-mss': inverse(portRange),
    'ingress-priority': unmatched(),
    priority: unmatched(),
    ...(family === 'ip' ? common4() : { 'hop-limit': matcher(ttl), headers: inverse(headers) }),
  };
}

function common4(): Properties {
  return {
    ttl: matcher(ttl),
    fragment: matcher(boolean),
    'ipv4-options': matcher(optionNames),
    psd: matcher(
      rates.psd,
      'scored in the kernel, lag 0 ms; the delay counts in whole seconds; rules with different delays score for themselves; TCP and UDP ports count apart',
    ),
    hotspot: unmatched(),
  };
}

/** What needs to know the packet's connection: not in raw (firewall-facts 1.7). */
function ofConnections(twin: Twin): Properties {
  return {
    'connection-mark': inverse(filledWord),
    'connection-bytes': matcher(rates.amountRange),
    'connection-limit': inverse(rates.connectionLimit, 'counts anew when a rule of its table has changed'),
    'connection-rate': inverse(
      rates.amountRange,
      'of TCP and UDP; looked at once a second, in real time; 14 ranges at most',
    ),
    'connection-type': inverse(connectionTypes),
    'layer7-protocol': inverse(
      nameReference(twin, 'ip firewall layer7-protocol'),
      'decided while the kernel holds the packet, lag 0 ms; both directions are looked at wherever the rule stands; 127 patterns at most; in a flood, packets that find no room in the queue pass without being looked at',
    ),
    'routing-mark': inverse(filledWord),
    realm: inverse(integer(0, 4_294_967_295)),
  };
}

/** And what nat cannot ask, because it sees only the first packet. */
const ofPackets: Properties = {
  'connection-state': inverse(states),
  'connection-nat-state': inverse(commaList(oneOf('srcnat', 'dstnat'))),
  'tls-host': inverse(text, 'decided while the kernel holds the packet, lag 0 ms'),
};

/** The matchers of one table (firewall-facts 1.7: which table has which). */
export function matchersOf(twin: Twin, family: Family, table: TableName): Properties {
  const flags = { 'tcp-flags': matcher(tcpFlags) };
  switch (table) {
    case 'raw':
      return { ...common(twin, family), ...flags, 'tls-host': { type: word, refused: true } };
    case 'nat':
      return { ...common(twin, family), ...ofConnections(twin) };
    default:
      return { ...common(twin, family), ...ofConnections(twin), ...ofPackets, ...flags, p2p: unmatched() };
  }
}

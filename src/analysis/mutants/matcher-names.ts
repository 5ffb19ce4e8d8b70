/** Properties of a rule that do not say which packets it is about (RouterOS manual, "Filter", "NAT", "Mangle"). */
const others: ReadonlySet<string> = new Set([
  'action',
  'chain',
  'comment',
  'disabled',
  'copy-from',
  'place-before',
  'log',
  'log-prefix',
  'passthrough',
  'jump-target',
  'reject-with',
  'address-list',
  'address-list-timeout',
  'to-addresses',
  'to-ports',
  'hw-offload',
  'same-not-by-dst',
  'randomise-ports',
  'sniff-target',
  'sniff-target-port',
  'sniff-id',
]);

export function isMatcher(name: string): boolean {
  return !others.has(name) && !name.startsWith('new-');
}

/** May only stand beside a protocol that has such a thing. */
export function needsProtocol(name: string): boolean {
  return ['dst-port', 'src-port', 'port', 'to-ports', 'icmp-options', 'tcp-flags', 'tcp-mss'].includes(name);
}

const negatable: ReadonlySet<string> = new Set([
  'src-address',
  'dst-address',
  'src-address-list',
  'dst-address-list',
  'src-address-type',
  'dst-address-type',
  'in-interface',
  'out-interface',
  'in-interface-list',
  'out-interface-list',
  'src-mac-address',
  'protocol',
  'dst-port',
  'src-port',
  'port',
  'connection-state',
  'connection-nat-state',
  'connection-mark',
  'packet-mark',
  'routing-mark',
  'packet-size',
]);

/** Whether RouterOS takes a `!` before its value. */
export function mayBeNegated(name: string): boolean {
  return negatable.has(name);
}

const remembering: ReadonlySet<string> = new Set([
  'limit',
  'dst-limit',
  'psd',
  'nth',
  'random',
  'connection-limit',
  'connection-rate',
  'connection-bytes',
]);

/** Its answer depends on what it was asked before: asking is an effect. */
export function remembers(name: string): boolean {
  return remembering.has(name);
}
